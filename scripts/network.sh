#!/bin/bash
# Tests kolsite against the networks and servers that its users meet, and against those that an attacker builds:
#   scripts/network.sh KOLSITE [TOPIC…]
# Everything stays on loopback. Where the system allows it, the test runs in a network of its own that has nothing
# else, so that not even a faulty program gets out; cases that need that are skipped elsewhere, and say so.
set -euo pipefail
kolsite=$(realpath "$1")
shift
own_network=()
for flags in -n -rn; do
  if unshare "$flags" true 2>/dev/null; then
    own_network=(env KOLSITE_OWN_NETWORK=1 unshare "$flags")
    break
  fi
done
exec "${own_network[@]}" python3 -B "$(dirname "$0")/network/main.py" "$kolsite" "$@"
