#!/bin/sh
# Renders the sample archive again and compares it with the committed site, byte for byte.
set -eu
kolsite=$1
day=2026-11-22
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$kolsite" build --offline --as-of "$day" --output "$scratch/public"

(cd public && find . -type f | LC_ALL=C sort) >"$scratch/expected"
(cd "$scratch/public" && find . -type f | LC_ALL=C sort) >"$scratch/actual"

status=0
report() { # $1: heading, $2: file with paths
  [ -s "$2" ] || return 0
  echo "$1" >&2
  sed 's/^/  /' "$2" >&2
  status=1
}
LC_ALL=C comm -23 "$scratch/expected" "$scratch/actual" >"$scratch/missing"
LC_ALL=C comm -13 "$scratch/expected" "$scratch/actual" >"$scratch/unexpected"
LC_ALL=C comm -12 "$scratch/expected" "$scratch/actual" | while read -r path; do
  cmp -s "public/$path" "$scratch/public/$path" || echo "$path"
done >"$scratch/changed"
report 'golden site: missing files' "$scratch/missing"
report 'golden site: unexpected files' "$scratch/unexpected"
report 'golden site: changed files' "$scratch/changed"
if [ "$status" -ne 0 ]; then
  echo "If the change is meant, run 'make record', look at the pages, and commit them." >&2
else
  echo "golden site: $(wc -l <"$scratch/expected") files, all as committed"
fi
exit "$status"
