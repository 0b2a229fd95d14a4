#!/bin/sh
# Reads the sample archive with DuckDB, which knows nothing of kolsite, and compares every follower count with
# kolsite's own export. Installs DuckDB from PyPI below .build where Python does not have it.
set -eu
kolsite=$1
packages=.build/python-duckdb
export PYTHONPATH="$packages${PYTHONPATH:+:$PYTHONPATH}"

python3 -c 'import duckdb' 2>/dev/null ||
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$packages" duckdb

"$kolsite" archive export --format csv --metric followers >.build/followers.csv
python3 - <<'PYTHON'
import duckdb

connection = duckdb.connect()
replies = connection.execute("""
    SELECT date::VARCHAR AS day, kolId, reply->'data'->>'fansNum' AS followers
    FROM read_json('Content/snapshots/date=*/part-*.jsonl.gz', format = 'newline_delimited',
                   hive_partitioning = true, hive_types = {'date': DATE},
                   columns = {'kolId': 'VARCHAR', 'endpoint': 'VARCHAR', 'fetchedAt': 'TIMESTAMP', 'reply': 'JSON'})
    ORDER BY ALL
""").fetchall()
exported = connection.execute("""
    SELECT day::VARCHAR, kolId, value::VARCHAR FROM read_csv('.build/followers.csv', all_varchar = true)
    WHERE metric = 'followers' ORDER BY ALL
""").fetchall()
missing = sum(value is None for _, _, value in exported)
different = [pair for pair in zip(replies, exported) if pair[1][2] is not None and pair[0] != pair[1]]
if len(replies) != len(exported) or different or missing == len(exported):
    raise SystemExit(f"DuckDB and kolsite differ: {len(replies)} and {len(exported)} rows, {different[:3]}")
print(f"DuckDB reads the same: {len(replies)} replies, {missing} of them without a value")
PYTHON
