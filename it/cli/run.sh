#!/bin/bash
# The official command line (starlingx/distcloud-client, unmodified) against a hub of our own: every command of the inventory,
# groups, options, deploy files and alarms, what must succeed and what must be refused. Only loopback and one temporary
# directory; ends what it started.
#   it/cli/run.sh
#   DCMANAGER_CLIENT=DIR it/cli/run.sh     the client's sources (folder distributedcloud-client); their Python packages are Debian's
#                                          python3-{cliff,osc-lib,keystoneclient,osprofiler,bs4,requests-toolbelt,pbr,yaml}
# Without DCMANAGER_CLIENT it takes the client that is installed, or installs the public one into it/target/cli. Where neither
# works it says SKIPPED; with REQUIRE_CLI=1 that is a failure.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
home=git+https://opendev.org/starlingx/distcloud-client#subdirectory=distributedcloud-client

skip() {
  echo "SKIPPED: $*"
  [ "${REQUIRE_CLI:-}" = 1 ] && exit 1
  exit 0
}

work=$(mktemp -d)
hub_pid=''
finish() {
  status=$?
  [ -z "$hub_pid" ] || { kill "$hub_pid" 2>/dev/null; wait "$hub_pid" 2>/dev/null; }
  [ $status = 0 ] && rm -rf "$work" || echo "logs are in $work" >&2
  exit $status
}
trap finish EXIT
trap 'exit 1' INT TERM

# The client imports this package of the platform, which is in no public package; only OIDC log-ins call it.
mkdir -p "$work/stub/platform_util/oidc"
touch "$work/stub/platform_util/__init__.py" "$work/stub/platform_util/oidc/__init__.py"
echo 'def get_oidc_token(username): raise NotImplementedError("no OIDC here")' >"$work/stub/platform_util/oidc/oidc_utils.py"
export PYTHONPATH="${DCMANAGER_CLIENT:+$DCMANAGER_CLIENT:}$work/stub" PBR_VERSION=0.0.0 PYTHONDONTWRITEBYTECODE=1

venv=$root/it/target/cli
find_client() {
  for python in "$venv/bin/python" python3 /usr/bin/python3; do
    command -v "$python" >/dev/null && "$python" -c 'import dcmanagerclient.shell' 2>>"$work/client.log" && return 0
  done
  return 1
}
install_client() {
  [ -z "${DCMANAGER_CLIENT:-}" ] && command -v git >/dev/null && python3 -m venv "$venv" >>"$work/client.log" 2>&1 &&
    GIT_TERMINAL_PROMPT=0 timeout 180 "$venv/bin/pip" install -q --retries 0 --timeout 15 "$home" >>"$work/client.log" 2>&1
}
find_client || { install_client && find_client; } ||
  skip "no dcmanager client, and none could be installed: $(tail -n 1 "$work/client.log")"

. "$root/deploy/common.sh"
# a class path from outside is for those who build in other ways
[ -n "${HUB_CLASSPATH:-}" ] || { build_if_needed && HUB_CLASSPATH="$root/it/target/classes:$root/it/target/lib/*"; }
. "$root/it/common.sh"

read -r rest_port cluster_port identity_port < <(free_ports 3)
start_hub "$rest_port" "$cluster_port" MURMURATION_IDENTITY_PORT="$identity_port"
cat >"$work/login" <<END
OS_AUTH_URL=http://127.0.0.1:$identity_port/v3
OS_USERNAME=admin
OS_PASSWORD=$(cat "$work/hub/admin.password")
END
. "$root/deploy/openrc.sh" "$work/login"

"$python" "$root/it/cli/commands.py" "$hub" "$root/deploy/examples/sites" "$work/files" || die "see above"
kill -0 "$hub_pid" || die "the hub has ended"
grep -q 'fault in' "$work/hub.log" && die "faults in hub.log"
grep -qF -e "$OS_PASSWORD" -e 'Secret-of-a-site*1' -e "$(printf %s 'Secret-of-a-site*1' | base64)" "$work/hub.log" && die "a secret is in hub.log"
ok "no faults, and no secrets in the log"
echo "PASSED"
