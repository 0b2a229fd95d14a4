#!/bin/bash
# Installs the package in a fresh Debian without Swift and builds a site there, as a user who is not root.
# Needs root, to make that Debian in a folder (debootstrap) and to enter it (chroot); leaves nothing behind.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: $0 PACKAGE.deb" >&2; exit 64; }
if [ "$(id -u)" -ne 0 ]; then
  echo "package-test: needs root, to install the package in a Debian of its own: sudo $0 $1" >&2
  exit 1
fi
# In a mount namespace, what is mounted below goes away with this process, however that ends.
if [ "${KOLSITE_PACKAGE_TEST:-}" != inside ]; then
  KOLSITE_PACKAGE_TEST=inside exec unshare --mount --propagation private -- "$0" "$@"
fi

package=$(realpath "$1")
work=$(mktemp -d)
root=$work/root

finish() {
  status=$?
  trap - EXIT
  if [ "$status" -ne 0 ]; then
    # shellcheck disable=SC2012 # the names are this script's
    last=$(ls -t "$work"/*.log 2>/dev/null | head -n 1) || true
    if [ -n "$last" ]; then tail -n 20 "$last" >&2; fi
    echo "package-test: failed" >&2
  fi
  for mounted in proc sys dev/pts dev; do umount --lazy "$root/$mounted" 2>/dev/null || true; done
  rm -rf --one-file-system "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

fail() {
  echo "package-test: $*" >&2
  exit 1
}

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() {
  chroot --userspec=65534:65534 "$root" /usr/bin/env -i --chdir=/project PATH=/usr/bin:/bin HOME=/project "$@"
}

# The release, the mirror and the proxy that this machine itself is set up with.
# shellcheck source=/dev/null
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
# shellcheck disable=SC2016 # the names are apt's
sources=$(apt-get indextargets --format '$(ORIGIN) $(COMPONENT) deb $(REPO_URI) $(CODENAME) $(COMPONENT)' \
  'Created-By: Packages' | sed -n 's/^Debian main //p' | sort -u)
mirror=$(echo "$sources" | awk -v suite="$suite" '$3 == suite { print $2; exit }')
[ -n "$mirror" ] || fail "apt knows no mirror of Debian $suite; run apt-get update first"
eval "$(apt-config shell proxy Acquire::http::Proxy)" # proxy='…', in apt's own quotes, or nothing
proxy=${proxy:-${http_proxy:-}}
if [ -n "$proxy" ]; then export http_proxy=$proxy; fi

echo "package-test: making a Debian $suite"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >"$work/debootstrap.log" 2>&1
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
echo "$sources" >"$root/etc/apt/sources.list"
{
  echo 'APT::Sandbox::User "root";'
  echo 'Acquire::Languages "none";'
  if [ -n "$proxy" ]; then echo "Acquire::http::Proxy \"$proxy\";"; fi
} >"$root/etc/apt/apt.conf.d/package-test"
if inside sh -c 'command -v swift' >/dev/null; then fail "that Debian has Swift"; fi

echo "package-test: installing $(basename "$package")"
cp "$package" "$root/tmp/"
inside apt-get update >"$work/update.log" 2>&1
inside apt-get install -y --no-install-recommends "/tmp/$(basename "$package")" >"$work/install.log" 2>&1
if inside ldd /usr/bin/kolsite | grep 'not found' >&2; then fail "the package lacks a dependency"; fi

mkdir "$root/project"
tar -C . --exclude=Content/snapshots -cf - Content Templates | tar -C "$root/project" -xf -
chown -R 65534:65534 "$root/project"
as_user kolsite --version --verbose | sed 's/^/  /'
as_user kolsite build --sandbox >"$work/build.log" 2>&1
as_user kolsite archive verify >"$work/verify.log" 2>&1
[ -s "$root/project/public/index.html" ] || fail "the site has no index"

inside apt-get remove -y kolsite >"$work/remove.log" 2>&1
if inside sh -c 'command -v kolsite' >/dev/null; then fail "the program is there after its removal"; fi
echo "package-test: installed, built a site of $(find "$root/project/public" -type f | wc -l) files, and removed"
