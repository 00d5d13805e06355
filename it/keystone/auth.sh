#!/bin/bash
# Callers known by a real Keystone: brings one up (Debian package keystone), runs a hub against it and checks roles, revocation,
# expiry of the hub's own log-in and a Keystone that is down. Only loopback and one temporary directory; ends what it started.
#   it/keystone/auth.sh
# Without Debian's keystone it says SKIPPED; with CI=true or REQUIRE_KEYSTONE=1 that is a failure.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
if ! command -v keystone-manage >/dev/null || ! command -v keystone-wsgi-public >/dev/null; then
  echo "SKIPPED: keystone is not installed (apt-get install keystone)"
  [ "${CI:-}" = true ] || [ "${REQUIRE_KEYSTONE:-}" = 1 ] && exit 1
  exit 0
fi

. "$root/deploy/common.sh"
# a class path from outside is for those who build in other ways
[ -n "${HUB_CLASSPATH:-}" ] || { build_if_needed && HUB_CLASSPATH="$root/it/target/classes:$root/it/target/lib/*"; }

work=$(mktemp -d)
keystone_pid='' hub_pid=''
finish() {
  status=$?
  for pid in $hub_pid $keystone_pid; do kill "$pid" 2>/dev/null; done
  for pid in $hub_pid $keystone_pid; do wait "$pid" 2>/dev/null; done
  [ $status = 0 ] && rm -rf "$work" || echo "logs are in $work" >&2
  exit $status
}
trap finish EXIT
trap 'exit 1' INT TERM

. "$root/it/common.sh"
read -r keystone_port hub_port cluster_port < <(free_ports 3)

# --- Keystone on SQLite
identity=http://127.0.0.1:$keystone_port/v3
secret=$(python3 -c 'import secrets; print(secrets.token_urlsafe(24))')
mkdir -p "$work/fernet" "$work/credential"
cat >"$work/keystone.conf" <<END
[DEFAULT]
log_file = $work/keystone.log
[database]
connection = sqlite:///$work/keystone.db
[token]
provider = fernet
[cache]
enabled = false
[fernet_tokens]
key_repository = $work/fernet
[credential]
key_repository = $work/credential
[identity]
password_hash_rounds = 4
END
me=$(id -un) group=$(id -gn)
export OS_KEYSTONE_CONFIG_FILES=$work/keystone.conf
manage() { keystone-manage --config-file "$work/keystone.conf" "$@" >>"$work/manage.log" 2>&1 || die "keystone-manage $1, see manage.log"; }
manage db_sync
# otherwise a reader in one of its own threads locks out the writer in another
python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=WAL")' "$work/keystone.db"
manage fernet_setup --keystone-user "$me" --keystone-group "$group"
manage credential_setup --keystone-user "$me" --keystone-group "$group"
manage bootstrap --bootstrap-password "$secret" --bootstrap-region-id SystemController \
  --bootstrap-public-url "$identity" --bootstrap-internal-url "$identity" --bootstrap-admin-url "$identity"

start_keystone() {
  keystone-wsgi-public --host 127.0.0.1 --port "$keystone_port" >>"$work/wsgi.log" 2>&1 &
  keystone_pid=$!
  until_true 60 curl -sf -o "$work/version" "$identity" || die "keystone does not serve, see wsgi.log"
}
stop_keystone() { kill "$keystone_pid"; wait "$keystone_pid" 2>/dev/null; keystone_pid=''; }
start_keystone

# log_in USER PROJECT: prints a token
log_in() {
  curl -s -o "$work/answer" -D - -H 'Content-Type: application/json' "$identity/auth/tokens" -d @- <<END | tr -d '\r' | sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: //p'
{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "$1", "domain": {"id": "default"}, "password": "$secret"}}},
 "scope": {"project": {"name": "$2", "domain": {"id": "default"}}}}}
END
}
admin=$(log_in admin admin)
[ -n "$admin" ] || die "no token for admin"

# keystone METHOD PATH [JSON]: prints the answer
keystone() {
  curl -sf -X "$1" -H "X-Auth-Token: $admin" -H 'Content-Type: application/json' ${3:+-d "$3"} "$identity$2"
}
id_of() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]]["id"])' "$1"; }
find_role() { keystone GET "/roles?name=$1" | python3 -c 'import json,sys; print(json.load(sys.stdin)["roles"][0]["id"])'; }
project() { keystone POST /projects "{\"project\": {\"name\": \"$1\", \"domain_id\": \"default\"}}" | id_of project; }
user() { keystone POST /users "{\"user\": {\"name\": \"$1\", \"domain_id\": \"default\", \"password\": \"$secret\"}}" | id_of user; }
grant() { keystone PUT "/projects/$1/users/$2/roles/$3" || die "grant"; }
services=$(project services) tenant=$(project tenant)
admin_project=$(keystone GET '/projects?name=admin' | python3 -c 'import json,sys; print(json.load(sys.stdin)["projects"][0]["id"])')
for role in operator configurator; do keystone POST /roles "{\"role\": {\"name\": \"$role\"}}" >"$work/answer" || die "role $role"; done
hub_user=$(user dcmanager) reader=$(user reader) operator=$(user operator)
grant "$services" "$hub_user" "$(find_role admin)"
grant "$admin_project" "$reader" "$(find_role reader)"
grant "$services" "$operator" "$(find_role operator)"
grant "$tenant" "$reader" "$(find_role admin)"
ok "keystone serves at $identity"

# --- the hub, with its own database
promised=4
echo "$secret" >"$work/password"
start_hub "$hub_port" "$cluster_port" \
  MURMURATION_KEYSTONE_URL="$identity" MURMURATION_KEYSTONE_PASSWORD_FILE="$work/password" MURMURATION_KEYSTONE_TIMEOUT=8s \
  MURMURATION_AUTH_RECHECK_AFTER=${promised}s MURMURATION_AUTH_UNKNOWN_FOR=1s

# status METHOD PATH TOKEN [CURL ARGUMENT...]: prints the status; the answer is in $work/answer
status() {
  local method=$1 path=$2 token=$3; shift 3
  curl -s -o "$work/answer" -D "$work/headers" -w '%{http_code}' --max-time 20 -X "$method" -H "X-Auth-Token: $token" "$@" "$hub$path"
}
is() { # STATUS WHAT METHOD PATH TOKEN [CURL ARGUMENT...]
  local want=$1 what=$2 got; shift 2
  got=$(status "$@")
  [ "$got" = "$want" ] || die "$what: $got (expected: $want): $(cat "$work/answer")"
  ok "$what: $got"
}
json='Content-Type: application/json'
north='{"name": "north", "description": "-", "update_apply_type": "parallel", "max_parallel_subclouds": 2}'

# a Keystone that has just begun is slow to its first callers
for _ in 1 2 3 4 5 6; do [ "$(status GET /v1.0/subclouds "$admin")" = 503 ] || break; sleep 2; done
is 200 "admin reads, because admin implies reader" GET /v1.0/subclouds "$admin"
is 200 "admin creates a group" POST /v1.0/subcloud-groups "$admin" -H "$json" -d "$north"
reader_token=$(log_in reader admin) operator_token=$(log_in operator services) foreign=$(log_in reader tenant)
is 200 "a reader reads" GET /v1.0/subcloud-groups "$reader_token"
is 403 "a reader does not change" DELETE /v1.0/subcloud-groups/north "$reader_token"
is 200 "an operator of services reads" GET /v1.0/subclouds "$operator_token"
is 403 "an operator does not change groups" DELETE /v1.0/subcloud-groups/north "$operator_token"
is 403 "an admin of another project does not read" GET /v1.0/subclouds "$foreign"
is 401 "an unknown token" GET /v1.0/subclouds gAAAAAnonsense
grep -qi "^www-authenticate: Keystone uri=\"$identity\"" "$work/headers" || die "WWW-Authenticate: $(cat "$work/headers")"
ok "a 401 names Keystone"
is 401 "no token" GET /v1.0/subclouds ''
is 200 "the group is still there" GET /v1.0/subcloud-groups/north "$admin"

# revoked: refused within the promised time
victim=$(log_in reader admin)
is 200 "a second token of the reader" GET /v1.0/subclouds "$victim"
curl -sf -X DELETE -H "X-Auth-Token: $admin" -H "X-Subject-Token: $victim" "$identity/auth/tokens" || die "revoke"
revoked=$SECONDS
until_true 20 eval '[ "$(status GET /v1.0/subclouds "$victim")" = 401 ]' || die "a revoked token still opens"
[ $((SECONDS - revoked)) -le $((promised + 1)) ] || die "a revoked token opened for $((SECONDS - revoked)) s (promised: $promised)"
ok "a revoked token: 401 after $((SECONDS - revoked)) s (promised: $promised)"

# down: known tokens go on, others get 503 in words, nothing hangs
fresh=$(log_in operator services)
is 200 "known before Keystone goes" GET /v1.0/subclouds "$reader_token"
stop_keystone
sleep $((promised + 1))
is 200 "Keystone is down: a known token goes on, past the time to ask again" GET /v1.0/subclouds "$reader_token"
began=$SECONDS
is 503 "Keystone is down: one that is not known" GET /v1.0/subclouds "$fresh"
grep -q "identity service (Keystone)" "$work/answer" || die "no words: $(cat "$work/answer")"
for _ in 1 2 3 4 5 6 7 8; do status GET /v1.0/subclouds "$fresh" >"$work/status"; done
[ $((SECONDS - began)) -le 10 ] || die "nine requests took $((SECONDS - began)) s"
ok "nothing hangs: nine such requests took $((SECONDS - began)) s"
start_keystone
until_true 20 eval '[ "$(status GET /v1.0/subclouds "$fresh")" = 200 ]' || die "Keystone is back, but $(cat "$work/answer")"
ok "Keystone is back: the token opens"

# the hub's own token is revoked by a change of its password: it logs in again with the new one
other=$(python3 -c 'import secrets; print(secrets.token_urlsafe(24))')
keystone PATCH "/users/$hub_user" "{\"user\": {\"password\": \"$other\"}}" >"$work/answer" || die "password"
echo "$other" >"$work/password"
sleep $((promised + 1))
is 200 "the hub's own password was changed: it logs in anew" GET /v1.0/subclouds "$(log_in reader admin)"

kill -0 "$hub_pid" || die "the hub has ended"
grep -q 'fault in' "$work/hub.log" && die "faults in hub.log"
grep -qF -e "$secret" -e "$other" -e "$admin" "$work/hub.log" && die "a secret is in hub.log"
ok "no faults, and no secrets in the log"
echo "PASSED"
