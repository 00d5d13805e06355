#!/bin/sh
# The main job on this machine, nothing to install: one central node with its own PostgreSQL and a farm of agents.
#   deploy/demo.sh [--subclouds N] [--keep]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/deploy/common.sh"
build_if_needed
run io.murmuration.it.demo.DemoMain --data "$root/it/target/demo" --examples "$root/deploy/examples" "$@"
