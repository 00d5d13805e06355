#!/bin/sh
# Sends wrong requests to a hub of its own and lists the reasons of refusal.
#   deploy/malformed.sh --requests 10000 --seed 7
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/deploy/common.sh"
build_if_needed
data=$root/it/target/malformed
rm -rf "$data"
run io.murmuration.it.malformed.MalformedMain --data "$data" "$@"
