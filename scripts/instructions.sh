#!/bin/sh
# Counts the instructions of a small offline build of the sample archive with valgrind, and compares them with the
# budget beside this script: what a page costs, without the noise of a clock. For the debug build, as `make check` has it.
# Usage: instructions.sh KOLSITE [renew]; `renew` writes the count as the budget.
set -eu
kolsite=$(realpath "$1")
root=$(dirname "$(dirname "$(realpath "$0")")")
budget=$root/scripts/instructions.budget
# Per cent of the budget; five counts of one program differ by less than a tenth of one.
tolerance=3

if ! command -v valgrind >/dev/null 2>&1; then
  echo "instructions: skipped, because valgrind is not installed"
  exit 0
fi
if [ "$(uname -sm)" != "Linux x86_64" ]; then
  echo "instructions: skipped, because the budget is of Linux on x86_64"
  exit 0
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Valgrind 3.19 does not understand the debug information of Swift, and writes into the mask with which libdispatch
# waits for signals, which cannot be written to: it gets a copy.
strip --strip-debug -o "$scratch/kolsite" "$kolsite"
cat >"$scratch/copy.c" <<'TEXT'
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int sigsuspend(const sigset_t *mask) {
  unsigned long copy = *(const unsigned long *)mask;
  return (int)syscall(SYS_rt_sigsuspend, &copy, sizeof copy);
}
TEXT
"${CC:-clang}" -shared -fPIC -o "$scratch/copy.so" "$scratch/copy.c"

mkdir -p "$scratch/project/Content"
cp "$root/Content/roster.yml" "$scratch/project/Content"
cat >"$scratch/project/Content/site.yml" <<'TEXT'
languages: [zh, en]
timeZone: Asia/Shanghai
avatars: initials
chartFiles: false
TEXT

# The order in which a set is walked is the same every time, and threads take turns on one processor.
export SWIFT_DETERMINISTIC_HASHING=1
core=$(taskset -cp $$ | sed 's/.*: *//; s/[^0-9].*//')
build() {
  (cd "$scratch/project" && taskset -c "$core" "$@" \
    build --offline --archive "$root/Content/snapshots" --as-of 2026-11-22 --output public --quiet)
}

count() {
  rm -rf "$scratch/project/public"
  build env LD_PRELOAD="$scratch/copy.so" valgrind --tool=callgrind \
    --callgrind-out-file="$scratch/callgrind.out" --log-file="$scratch/valgrind.log" "$scratch/kolsite" >&2 ||
    { cat "$scratch/valgrind.log" >&2; return 1; }
  awk '$1 == "totals:" { total = $2 } END { if (!total) exit 1; print total }' "$scratch/callgrind.out" ||
    { echo "instructions: valgrind has counted nothing" >&2; return 1; }
}
# $1: a count; $2: per cent of the budget that it may be away
exceeds() { awk -v count="$1" -v allowed="$allowed" -v per="$2" 'BEGIN { exit !(count > allowed * (1 + per / 100)) }'; }

# The first build makes the archive's index, which is not counted.
build "$scratch/kolsite"
count=$(count)
if [ "${2:-}" = renew ]; then
  echo "$count" >"$budget"
  echo "instructions: the budget is $count now"
  exit 0
fi
allowed=$(cat "$budget")
# What is only now and then is no more work for each page: what is too much is counted again.
if exceeds "$count" "$tolerance"; then
  again=$(count)
  [ "$again" -ge "$count" ] || count=$again
fi
difference=$(awk -v count="$count" -v allowed="$allowed" 'BEGIN { printf "%+.1f", (count / allowed - 1) * 100 }')
echo "instructions: $count, $difference % against the budget"
if exceeds "$count" "$tolerance"; then
  echo "A build of the sample takes more than $tolerance % more instructions than the budget, $allowed." >&2
  echo "See where with callgrind_annotate (docs/performance.md). If it is worth it, or Swift is another version, say" >&2
  echo "  scripts/instructions.sh $1 renew" >&2
  echo "and commit scripts/instructions.budget with the reason." >&2
  exit 1
fi
if ! exceeds "$count" "-$tolerance"; then
  echo "That is far below the budget: keep it with 'scripts/instructions.sh $1 renew', and commit the budget."
fi
