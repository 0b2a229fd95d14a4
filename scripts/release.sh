#!/bin/sh
# Takes the optimized program apart into what is shipped and its symbols, which are kept to read crash reports with.
set -eu
[ $# -eq 2 ] || { echo "usage: $0 PROGRAM FOLDER" >&2; exit 64; }
program=$1
folder=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fail() {
  echo "release: $*" >&2
  exit 1
}

objcopy --only-keep-debug "$program" "$work/kolsite.debug"
strip --strip-all -o "$work/kolsite" "$program"
(cd "$work" && objcopy --add-gnu-debuglink=kolsite.debug kolsite)

# It must run where there is no Swift, with the system's libraries and none that lies beside it.
LC_ALL=C readelf -dW "$work/kolsite" >"$work/dynamic"
if grep -E '\((RUNPATH|RPATH)\)' "$work/dynamic" >&2; then fail "the program has a search path of its own"; fi
if grep -iE 'NEEDED.*\[lib(swift|_?Foundation|dispatch|BlocksRuntime)' "$work/dynamic" >&2; then
  fail "the program needs a library of Swift"
fi
"$work/kolsite" --version >/dev/null || fail "the stripped program does not run"

mkdir -p "$folder/completions"
for shell in bash zsh fish; do
  "$work/kolsite" --generate-completion-script "$shell" >"$folder/completions/kolsite.$shell"
done
chmod 755 "$work/kolsite"
chmod 644 "$work/kolsite.debug" "$folder"/completions/*
# A package of an earlier program is not this one's.
rm -f "$folder"/kolsite_*.deb
mv "$work/kolsite" "$work/kolsite.debug" "$folder/"
