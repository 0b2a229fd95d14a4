#!/bin/sh
# Builds the sample site: the last day is fetched from the built-in sandbox API over real HTTP,
# the 90 days before it come from the sample archive. Works on a scratch copy of that archive, so
# the checkout stays as it is.
set -eu
kolsite=$1
day=2026-11-22
scratch=.kolsite/demo/snapshots

rm -rf .kolsite/demo
mkdir -p .kolsite/demo
cp -R Content/snapshots "$scratch"
rm -rf "$scratch/date=$day"

"$kolsite" build --sandbox --as-of "$day" --archive "$scratch"

cat <<TEXT

The site is in public/. Look at it:
  - open public/index.html in a browser (it works from the disk), or
  - python3 -m http.server --directory public 8000, then http://127.0.0.1:8000/
TEXT
