#!/bin/bash
# Says how large the shipped program is, how fast it starts and what it needs. Fails where it is too large; how long
# a start takes is only told, because that is the machine's too.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 FOLDER, with the program in it" >&2; exit 64; }
program=$1/kolsite
# What may be downloaded and kept for each run of a CI, in bytes.
program_limit=$((70 * 1000 * 1000))
package_limit=$((25 * 1000 * 1000))
status=0

megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'; }

size() { # $1: what, $2: file, $3: limit
  local bytes
  bytes=$(stat -c %s "$2")
  printf '%-16s %s (at most %s)\n' "$1" "$(megabytes "$bytes")" "$(megabytes "$3")"
  if [ "$bytes" -gt "$3" ]; then
    echo "release: the $1 is too large" >&2
    status=1
  fi
}

# The median of 20 starts, in milliseconds, with the time that the shell takes to start a program.
startup() {
  local from to
  for _ in {1..20}; do
    from=${EPOCHREALTIME/[.,]/}
    "$program" --version >/dev/null
    to=${EPOCHREALTIME/[.,]/}
    echo $((to - from))
  done | sort -n | awk '{ time[NR] = $1 } END { printf "%.1f ms", (time[10] + time[11]) / 2000 }'
}

size program "$program" "$program_limit"
printf '%-16s %s\n' 'start' "$(startup), median of 20"
printf '%-16s %s\n' 'libraries' \
  "$(LC_ALL=C readelf -dW "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | LC_ALL=C sort | xargs)"
for package in "$1"/kolsite_*.deb; do
  [ -e "$package" ] || continue
  size package "$package" "$package_limit"
  printf '%-16s %s\n' 'depends on' "$(dpkg-deb --field "$package" Depends)"
done
exit "$status"
