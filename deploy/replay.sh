#!/bin/sh
# Plays recorded exchanges of another server of the same contract against a hub of its own.
#   deploy/replay.sh recorded.jsonl --under /v1.0/subclouds
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/deploy/common.sh"
build_if_needed
data=$root/it/target/replay
rm -rf "$data"
run io.murmuration.it.replay.ReplayMain --data "$data" "$@"
