#!/bin/sh
# Makes a Debian package of the shipped program. The same commit and the same program give the same bytes.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER, with the program in it" >&2; exit 64; }
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
umask 022

# The day of the commit stands for the day of the build; SOURCE_DATE_EPOCH says it where there is no repository.
[ -n "${SOURCE_DATE_EPOCH:-}" ] || SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s)
export SOURCE_DATE_EPOCH

version=$("$folder/kolsite" --version)
arch=$(dpkg --print-architecture)
root=$work/root
docs=$root/usr/share/doc/kolsite

install -D -m 755 "$folder/kolsite" "$root/usr/bin/kolsite"
install -D -m 644 "$folder/completions/kolsite.bash" "$root/usr/share/bash-completion/completions/kolsite"
install -D -m 644 "$folder/completions/kolsite.zsh" "$root/usr/share/zsh/vendor-completions/_kolsite"
install -D -m 644 "$folder/completions/kolsite.fish" "$root/usr/share/fish/vendor_completions.d/kolsite.fish"
[ -s Package.resolved ] || { echo "package: no Package.resolved; build the program here first" >&2; exit 1; }
mkdir -p "$docs"
gzip -9n <CHANGELOG.md >"$docs/changelog.gz"
{
  cat packaging/copyright
  # What this build resolved to; folders of earlier ones may lie beside them.
  # shellcheck disable=SC2013 # the names are words
  for name in $(sed -n 's|.*"location" : ".*/\([^/"]*\)".*|\1|p' Package.resolved | sed 's/\.git$//'); do
    ls ".build/checkouts/$name"/LICENSE* >/dev/null
    for text in ".build/checkouts/$name"/LICENSE* ".build/checkouts/$name"/NOTICE*; do
      [ -f "$text" ] || continue
      printf '\n\n== %s: %s ==\n\n' "$name" "$(basename "$text")"
      cat "$text"
    done
  done
  printf '\n\n== ICU ==\n\n'
  cat packaging/unicode-license
} >"$docs/copyright"

# Which packages have the libraries that the program is linked with, in which version at least.
mkdir -p "$work/debian"
printf 'Source: kolsite\n\nPackage: kolsite\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O root/usr/bin/kolsite 2>"$work/problems") || {
  cat "$work/problems" >&2
  exit 1
}

# Packed relocations, of which dpkg-shlibdeps does not know that only a later C library applies them.
if LC_ALL=C readelf -VW "$root/usr/bin/kolsite" | grep -q GLIBC_ABI_DT_RELR; then
  libraries=$(echo "$libraries" | sed 's/libc6 (>= [^)]*)/libc6 (>= 2.36)/')
fi

# Options of libcurl are numbers, which no symbol gives away: the youngest is of 7.87.
libraries=$(echo "$libraries" | sed 's/libcurl4 (>= [^)]*)/libcurl4 (>= 7.87.0)/')

mkdir -p "$root/DEBIAN"
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs md5sum) >"$root/DEBIAN/md5sums"
cat >"$root/DEBIAN/control" <<TEXT
Package: kolsite
Version: $version
Architecture: $arch
Maintainer: kolsite maintainers <kolsite@users.noreply.github.com>
Installed-Size: $(find "$root/usr" -type f -printf '%s\n' | awk '{ size += int(($1 + 1023) / 1024) } END { print size }')
Depends: ${libraries#shlibs:Depends=}, ca-certificates, tzdata
Section: web
Priority: optional
Description: dated archive and static report site of Xiaohongshu KOLs
 kolsite turns a roster of KOLs into dated snapshots and a static site with a
 page for each of them, in Chinese and English. It asks Just One API for the
 profiles that are due, keeps every reply, and publishes all or nothing.
TEXT

find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
package=kolsite_${version}_$arch.deb
dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$root" "$work/$package" >/dev/null
rm -f "$folder"/kolsite_*.deb
mv "$work/$package" "$folder/"
echo "$folder/$package"
