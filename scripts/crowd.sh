#!/bin/sh
# Builds a site of 250 KOLs from the sandbox API and tries its tables in Chromium: a roster of more than one page,
# groups of more than 200, and the data that the scripts load.
# Usage: crowd.sh KOLSITE
set -eu
kolsite=$(realpath "$1")
export PYTHONPATH=".build/python${PYTHONPATH:+:$PYTHONPATH}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

mkdir "$scratch/Content"
cat >"$scratch/Content/site.yml" <<TEXT
languages: [en]
avatars: initials
chartFiles: false
api: {concurrency: 32, requestsPerSecond: 1000, burst: 100}
TEXT
{
  echo "kols:"
  for number in $(seq 4096 4345); do
    printf '  - {id: c0ffee%018x, groups: [everyone, part %d]}\n' "$number" $((number % 3))
  done
} >"$scratch/Content/roster.yml"
(cd "$scratch" && "$kolsite" build --sandbox --as-of 2026-11-22 --quiet)
python3 scripts/browser.py --scripts "$scratch/public"
