#!/bin/sh
# Benchmarks beside the bare floor. docs/benchmarks.md says what is measured.
#   deploy/bench.sh fan-out --subclouds 2000 --json fan-out.json
#   deploy/bench.sh audit --subclouds 2000 --plot audit.svg
#   deploy/bench.sh reconnect --subclouds 2000 --plot reconnect.svg
#   deploy/bench.sh idle --subclouds 2000
#   deploy/bench.sh scale --json scale.json --plot scale.svg
#   deploy/bench.sh isolation --subclouds 2000
#   deploy/bench.sh rest --subclouds 5000 --json rest.json
#   deploy/bench.sh release --subclouds 50 --megabytes 200
# Faults on real processes:
#   deploy/bench.sh faults --subclouds 3000 --json faults.json
#   deploy/bench.sh soak --minutes 20 --seed 7
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/deploy/common.sh"
build_if_needed
# a connection is a descriptor; what the hard limit does not allow, the benchmark says itself
# shellcheck disable=SC3045
ulimit -n "$(ulimit -H -n)" 2>/dev/null || :
case "${1:-}" in
fan-out | audit | reconnect | idle | scale | isolation | rest | release)
  bench=$1
  shift
  run io.murmuration.it.bench.BenchMain "$bench" --data "$root/it/target/bench" "$@"
  ;;
faults | soak)
  kind=$1
  shift
  run io.murmuration.it.fault.soak.FaultMain "$kind" --data "$root/it/target/$kind" "$@"
  ;;
*) run io.murmuration.it.bench.BenchMain "$@" ;;
esac
