"""Validates each kol/<id>/index.json of a site against docs/kol.schema.json, and tells what does not fit."""

import json
import pathlib
import sys

import jsonschema


def main(folder):
    root = pathlib.Path(folder)
    schema = json.loads(pathlib.Path("docs/kol.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted(root.glob("kol/*/index.json"))
    faults = 0
    for file in files:
        for error in validator.iter_errors(json.loads(file.read_text("utf-8"))):
            faults += 1
            print(f"{file.relative_to(root)}: {error.json_path}: {error.message[:200]}", file=sys.stderr)
    print(f"JSON Schema: {len(files)} files, {faults} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
