#!/bin/sh
# Installs the system libraries that the build needs and that are missing; says how where it may not.
# With `slurm`, `duckdb`, `browser`, `network`, `package` or `package-test`, one or more of them, also what the scripts
# of these names need.
set -eu

missing=""
need() { missing="$missing $1"; }

command -v pkg-config >/dev/null 2>&1 || need pkg-config
has() { command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1"; }
has libcmark || need libcmark-dev
has libcrypto || need libssl-dev
has libcurl || need libcurl4-openssl-dev
has gumbo || need libgumbo-dev
has libdeflate || need libdeflate-dev
has simdjson || need libsimdjson-dev
has xlsxwriter || need libxlsxwriter-dev
has zlib || need zlib1g-dev
for script in "$@"; do
  case $script in
    slurm)
      command -v munged >/dev/null 2>&1 || need munge
      if ! command -v slurmctld >/dev/null 2>&1 || ! command -v slurmd >/dev/null 2>&1; then need slurm-wlm; fi
      ;;
    duckdb)
      python3 -m pip --version >/dev/null 2>&1 || need python3-pip
      ;;
    browser)
      python3 -m pip --version >/dev/null 2>&1 || need python3-pip
      command -v chromium >/dev/null 2>&1 || need chromium
      command -v java >/dev/null 2>&1 || need default-jre-headless
      ;;
    network)
      command -v python3 >/dev/null 2>&1 || need python3
      command -v openssl >/dev/null 2>&1 || need openssl
      # Without the package that makes it a service.
      command -v tinyproxy >/dev/null 2>&1 || need tinyproxy-bin
      command -v nghttpx >/dev/null 2>&1 || need nghttp2-proxy
      ;;
    package | package-test)
      command -v dpkg-shlibdeps >/dev/null 2>&1 || need dpkg-dev
      if [ "$script" = package-test ]; then
        command -v debootstrap >/dev/null 2>&1 || [ -x /usr/sbin/debootstrap ] || need debootstrap
      fi
      ;;
    *)
      echo "setup.sh: there is no script $script" >&2
      exit 64
      ;;
  esac
done

if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "kolsite needs the libraries that Debian calls:$missing" >&2
    echo "Install them with your system's package manager, then try again." >&2
    exit 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "kolsite needs some system libraries. Install them with:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing" >&2
    exit 1
  fi
  echo "Installing:$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086 # the names are words
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

if ! command -v swift >/dev/null 2>&1; then
  echo "kolsite is written in Swift 6.3, and there is no 'swift' on the PATH." >&2
  echo "Install it from https://www.swift.org/install/, then try again." >&2
  exit 1
fi
