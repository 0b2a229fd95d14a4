#!/bin/sh
# Makes the sample archive and the sample site anew from the sandbox API: 89 days of the synthetic
# KOLs, then the last day of the whole roster.
set -eu
kolsite=$1
last=2026-11-22
first=2026-08-25

rm -rf Content/snapshots
day=$first
while [ "$day" != "$last" ]; do
  # 75 says that a KOL was not there that day: the sample has such days on purpose.
  "$kolsite" fetch --sandbox --as-of "$day" --only synthetic --quiet || [ $? -eq 75 ]
  day=$(date -u -d "$day + 1 day" +%F)
done
"$kolsite" build --sandbox --as-of "$last" --allow-shrink
