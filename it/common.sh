# Sourced by the checks under it/ (bash) after deploy/common.sh: talks, waits, free ports, one hub. Expects $root and $work.

die() { echo "FAILED: $*" >&2; exit 1; }
ok() { echo "ok: $*"; }

# PORTS: prints that many free ports of the loopback address, each once
free_ports() { python3 -c 'import random, socket, sys
found = []
for port in random.sample(range(20000, 32000), 500):
    s = socket.socket()
    try: s.bind(("127.0.0.1", port)); found.append(str(port))
    except OSError: pass
    finally: s.close()
    if len(found) == int(sys.argv[1]): break
print(*found)' "$1"; }

until_true() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)); shift
  until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep 0.3; done
}

# start_hub REST-PORT CLUSTER-PORT VARIABLE=VALUE...: one node with its own database under $work/hub; sets $hub and $hub_pid
start_hub() {
  hub=http://127.0.0.1:$1
  local cluster=$2 rest=$1; shift 2
  # $flags is a list of words
  # shellcheck disable=SC2086
  env MURMURATION_DATA_DIR="$work/hub" MURMURATION_REST_HOST=127.0.0.1 MURMURATION_REST_PORT="$rest" \
    MURMURATION_AGENTS_HOST=127.0.0.1 MURMURATION_AGENTS_PORT=0 MURMURATION_ENROLMENT_PORT=0 \
    MURMURATION_CLUSTER_PORT="$cluster" "$@" \
    "$JAVA_HOME/bin/java" $flags -Xmx512m -cp "$HUB_CLASSPATH" io.murmuration.central.CentralMain run >"$work/hub.log" 2>&1 &
  hub_pid=$!
  until_true 90 hub_serves || die "the hub does not serve, see hub.log"
  ok "the hub serves at $hub"
}
hub_serves() {
  kill -0 "$hub_pid" || die "the hub has ended, see hub.log"
  curl -sf -o "$work/version" "$hub/"
}
