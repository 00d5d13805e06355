#!/bin/bash
# Identities of a central Keystone at a subcloud's: brings up two real ones (Debian package keystone) with a database each, a hub that
# reads the one, and an agent that keeps the other; then changes things at the centre and asks the subcloud's Keystone itself.
# Only loopback and one temporary directory; ends what it started.
#   it/keystone/two-keystones.sh
# Without Debian's keystone or python3-psycopg2 it says SKIPPED; with CI=true or REQUIRE_KEYSTONE=1 that is a failure.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
if ! command -v keystone-manage >/dev/null || ! command -v keystone-wsgi-public >/dev/null || ! /usr/bin/python3 -c 'import psycopg2' 2>/dev/null; then
  echo "SKIPPED: keystone or psycopg2 is not installed (apt-get install keystone python3-psycopg2)"
  [ "${CI:-}" = true ] || [ "${REQUIRE_KEYSTONE:-}" = 1 ] && exit 1
  exit 0
fi

. "$root/deploy/common.sh"
# a class path from outside is for those who build in other ways
[ -n "${HUB_CLASSPATH:-}" ] || { build_if_needed && HUB_CLASSPATH="$root/it/target/classes:$root/it/target/lib/*"; }

work=$(mktemp -d)
pids=''
finish() {
  status=$?
  # the hub first started is the last to go: its database serves the others
  for pid in $pids; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done
  [ $status = 0 ] && rm -rf "$work" || echo "logs are in $work" >&2
  exit $status
}
trap finish EXIT
trap 'exit 1' INT TERM

die() { echo "FAILED: $*" >&2; exit 1; }
ok() { echo "ok: $*"; }
free_port() { python3 -c 'import socket,random
for p in random.sample(range(20000, 32000), 100):
    s = socket.socket()
    try: s.bind(("127.0.0.1", p)); print(p); break
    except OSError: pass'; }
until_true() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)); shift
  until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep 0.3; done
}
new_secret() { python3 -c 'import secrets; print(secrets.token_urlsafe(24))'; }
java() { "$JAVA_HOME/bin/java" $flags -Xmx512m -cp "$HUB_CLASSPATH" "$@"; }

# --- the hub; it serves before its Keystone does, and says so
database_port=$(free_port) hub_port=$(free_port) agents_port=$(free_port) enrolment_port=$(free_port)
hub=http://127.0.0.1:$hub_port
new_secret >"$work/reader.password"
env MURMURATION_LOG_LEVEL=debug MURMURATION_DATA_DIR="$work/hub" MURMURATION_REST_HOST=127.0.0.1 MURMURATION_REST_PORT="$hub_port" MURMURATION_IDENTITY_ENABLED=false \
  MURMURATION_AGENTS_HOST=127.0.0.1 MURMURATION_AGENTS_PORT="$agents_port" MURMURATION_ENROLMENT_PORT="$enrolment_port" \
  MURMURATION_CLUSTER_PORT="$(free_port)" MURMURATION_DATABASE_EMBEDDED_PORT="$database_port" \
  MURMURATION_IDENTITY_SOURCE_URL="jdbc:postgresql://127.0.0.1:$database_port/central_keystone" MURMURATION_IDENTITY_SOURCE_USER=reader \
  MURMURATION_IDENTITY_SOURCE_PASSWORD_FILE="$work/reader.password" MURMURATION_IDENTITY_SOURCE_PERIOD=1s \
  "$JAVA_HOME/bin/java" $flags -Xmx512m -cp "$HUB_CLASSPATH" io.murmuration.central.CentralMain run >"$work/hub.log" 2>&1 &
pids="$! $pids"
until_true 120 curl -sf -o "$work/version" "$hub/" || die "the hub does not serve, see hub.log"
until_true 30 grep -q 'identity source: the central Keystone cannot be read' "$work/hub.log" || die "the hub does not miss its Keystone"
ok "the hub serves at $hub and says that its Keystone is away"
token=$(cat "$work/hub/admin.token") || die "no token of the hub"
api() { curl -sf -H "X-Auth-Token: $token" "$@"; }

# --- two databases in the hub's server
postgres=$(sed -n 's/^password=//p' "$work/hub/postgres/server.properties")
sql() { # DATABASE STATEMENT: prints the rows
  PGPASSWORD=$postgres /usr/bin/python3 - "$database_port" "$1" "$2" <<'END'
import os, sys, psycopg2
connection = psycopg2.connect(host="127.0.0.1", port=sys.argv[1], dbname=sys.argv[2], user="postgres", password=os.environ["PGPASSWORD"])
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(sys.argv[3])
if cursor.description:
    for row in cursor.fetchall(): print(*row)
END
}
sql postgres "CREATE ROLE reader LOGIN PASSWORD '$(cat "$work/reader.password")'" || die "reader"
new_secret >"$work/writer.password"
sql postgres "CREATE ROLE writer LOGIN PASSWORD '$(cat "$work/writer.password")'" || die "writer"

# --- two Keystones, each bootstrapped by itself: the same names, other ids
admin_secret=$(new_secret) site_secret=$(new_secret)
central_port=$(free_port) site_port=$(free_port)
port_of() { case $1 in central) echo "$central_port" ;; site) echo "$site_port" ;; esac; }
url() { echo "http://127.0.0.1:$(port_of "$1")/v3"; }
setup() { # CLOUD PASSWORD-OF-ADMIN
  local cloud=$1 me group
  me=$(id -un) group=$(id -gn)
  sql postgres "CREATE DATABASE ${cloud}_keystone" || die "database of $cloud"
  mkdir -p "$work/$cloud/fernet" "$work/$cloud/credential"
  cat >"$work/$cloud/keystone.conf" <<END
[DEFAULT]
log_file = $work/$cloud/keystone.log
[database]
connection = postgresql://postgres:$postgres@127.0.0.1:$database_port/${cloud}_keystone
[token]
provider = fernet
[cache]
enabled = false
[fernet_tokens]
key_repository = $work/$cloud/fernet
[credential]
key_repository = $work/$cloud/credential
[identity]
password_hash_rounds = 4
END
  for step in db_sync "fernet_setup --keystone-user $me --keystone-group $group" "credential_setup --keystone-user $me --keystone-group $group" \
    "bootstrap --bootstrap-password $2 --bootstrap-region-id RegionOne --bootstrap-public-url $(url "$cloud") --bootstrap-internal-url $(url "$cloud") --bootstrap-admin-url $(url "$cloud")"; do
    keystone-manage --config-file "$work/$cloud/keystone.conf" $step >>"$work/$cloud/manage.log" 2>&1 || die "keystone-manage $step of $cloud, see manage.log"
  done
  OS_KEYSTONE_CONFIG_FILES="$work/$cloud/keystone.conf" keystone-wsgi-public --host 127.0.0.1 --port "$(port_of "$cloud")" >>"$work/$cloud/wsgi.log" 2>&1 &
  pids="$! $pids"
  until_true 60 curl -sf -o "$work/version" "$(url "$cloud")" || die "keystone of $cloud does not serve, see wsgi.log"
}
setup central "$admin_secret"
setup site "$site_secret"
sql site_keystone 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO writer; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO writer' || die "grants"

# log_in CLOUD USER PASSWORD PROJECT: prints a token
log_in() {
  curl -s -o "$work/answer" -D - -H 'Content-Type: application/json' "$(url "$1")/auth/tokens" -d @- <<END | tr -d '\r' | sed -n 's/^[Xx]-[Ss]ubject-[Tt]oken: //p'
{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "$2", "domain": {"id": "default"}, "password": "$3"}}},
 "scope": {"project": {"name": "$4", "domain": {"id": "default"}}}}}
END
}
enters() { [ -n "$(log_in "$@")" ]; }
stays_out() { ! enters "$@"; }
central_token=$(log_in central admin "$admin_secret" admin) site_token=$(log_in site admin "$site_secret" admin)
[ -n "$central_token" ] && [ -n "$site_token" ] || die "no token for admin"
own_token() { case $1 in central) echo "$central_token" ;; site) echo "$site_token" ;; esac; }
# keystone CLOUD METHOD PATH [JSON]: prints the answer
keystone() { curl -sf -X "$2" -H "X-Auth-Token: $(own_token "$1")" -H 'Content-Type: application/json' ${4:+-d "$4"} "$(url "$1")$3"; }
id_of() { python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]]["id"])' "$1"; }
find_id() { keystone "$1" GET "/$2?name=$3" | python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]][0]["id"])' "$2"; }
user() { keystone "$1" POST /users "{\"user\": {\"name\": \"$2\", \"domain_id\": \"default\", \"password\": \"$3\"}}" | id_of user; }
grant() { keystone "$1" PUT "/projects/$2/$3/$4/roles/$5" || die "grant at $1"; }
# valid CLOUD TOKEN: whether that Keystone itself takes the token
valid() { [ "$(curl -s -o "$work/answer" -w '%{http_code}' -H "X-Auth-Token: $2" -H "X-Subject-Token: $2" "$(url "$1")/auth/tokens")" = 200 ]; }
invalid() { ! valid "$@"; }

# --- what the site has by itself
local_secret=$(new_secret)
agent_user=$(user site agent "$local_secret")
local_user=$(user site local-service "$local_secret")
exempt_user=$(user site dcorch "$local_secret")
local_group=$(keystone site POST /groups '{"group": {"name": "local-group", "domain_id": "default"}}' | id_of group)
grant site "$(find_id site projects admin)" users "$agent_user" "$(find_id site roles reader)"
grant site "$(find_id site projects admin)" users "$local_user" "$(find_id site roles member)"
grant site "$(find_id site projects admin)" groups "$local_group" "$(find_id site roles reader)"
user central dcorch "$admin_secret" >"$work/answer"
for what in users projects; do
  [ "$(find_id central $what admin)" != "$(find_id site $what admin)" ] || die "the ids are equal from the start"
done
own_rows() { # what the site shall keep for ever: hashes and names of its own
  sql site_keystone "SELECT l.user_id, l.name, p.xmin, p.password_hash FROM local_user l JOIN password p ON p.local_user_id = l.id
    WHERE l.user_id IN ('$local_user', '$agent_user', '$exempt_user') ORDER BY 1"
}
own_rows >"$work/own.before"
[ "$(wc -l <"$work/own.before")" = 3 ] || die "not three users of the site's own"
ok "two Keystones serve; ids of admin and its project differ"

# --- a sysinv that says that the site is well: what the agent's verdict needs
sysinv_port=$(free_port)
python3 - "$sysinv_port" >"$work/sysinv.log" 2>&1 <<'END' &
import http.server, json, sys
class Sysinv(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = {"/v1/servicegroup": {"sm_servicegroup": [{"service_group_name": "cloud-services", "state": "active"}]}}
        body = json.dumps(known.get(self.path, {})).encode()
        self.send_response(200 if self.path in known else 404)
        self.send_header("Content-Type", "application/json"); self.send_header("Content-Length", str(len(body))); self.end_headers()
        self.wfile.write(body)
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Sysinv).serve_forever()
END
pids="$! $pids"

# --- one subcloud, one agent
subcloud=edge-porto-7
api -o "$work/answer" -F bootstrap_values=@"$root/deploy/examples/subcloud-bootstrap.yaml" -F bootstrap-address=198.51.100.7 \
  -F sysadmin_password="$(printf 'Change-me*1' | base64)" "$hub/v1.0/subclouds" || die "no subcloud"
api -H 'Content-Type: application/json' -d "{\"subcloud\": \"$subcloud\", \"valid-for\": \"PT1H\"}" "$hub/v1.0/enrolment-tokens" >"$work/enrol.json" || die "no enrolment token"
python3 - "$work" <<'END' || die "enrolment answer"
import json, sys
answer = json.load(open(sys.argv[1] + "/enrol.json"))
open(sys.argv[1] + "/token", "w").write(answer["tokens"][0]["token"])
open(sys.argv[1] + "/trust.pem", "w").write(answer["trust-bundle"])
END
echo "$local_secret" >"$work/agent.password"
cat >"$work/agent.properties" <<END
data.dir=$work/agent
enrolment.address=127.0.0.1:$enrolment_port
hub.addresses=127.0.0.1:$agents_port
site=starlingx
starlingx.sysinv.url=http://127.0.0.1:$sysinv_port
starlingx.keystone.url=http://127.0.0.1:$site_port
starlingx.user=agent
starlingx.project=admin
starlingx.password.file=$work/agent.password
starlingx.keystone.db.url=jdbc:postgresql://127.0.0.1:$database_port/site_keystone
starlingx.keystone.db.user=writer
starlingx.keystone.db.password.file=$work/writer.password
END
java io.murmuration.agent.AgentMain enroll --config "$work/agent.properties" --token-file "$work/token" --trust-file "$work/trust.pem" >"$work/enroll.log" 2>&1 || die "enroll: $(tail -n 1 "$work/enroll.log")"
start_agent() {
  MURMURATION_AGENT_LOG_LEVEL=DEBUG "$JAVA_HOME/bin/java" $flags -Xmx256m -cp "$HUB_CLASSPATH" io.murmuration.agent.AgentMain run --config "$work/agent.properties" >>"$work/agent.log" 2>&1 &
  agent_pid=$!
  pids="$agent_pid $pids"
}
start_agent
status_of() { api "$hub/v1.0/subclouds/$subcloud" | python3 -c 'import json,sys
s = json.load(sys.stdin); print(s["availability-status"], *[e["sync_status"] for e in s["endpoint_sync_status"] if e["endpoint_type"] == "identity"])'; }
is_now() { [ "$(status_of)" = "$1" ]; }
until_true 60 eval '[ "$(status_of | cut -d" " -f1)" = online ]' || die "the subcloud is not online: $(status_of), see agent.log"
[ "$(own_rows)" = "$(cat "$work/own.before")" ] || die "an unmanaged site was written to"

# --- the first sync: the hub's Keystone can be read from now on
sql central_keystone 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader' || die "grant"
api -o "$work/answer" -X PATCH -F management-state=managed "$hub/v1.0/subclouds/$subcloud" || die "manage"
until_true 60 is_now 'online in-sync' || die "identity is not in-sync: $(status_of), see agent.log"
for what in users projects; do
  [ "$(find_id central $what admin)" = "$(sql site_keystone "SELECT $([ $what = users ] && echo user_id FROM local_user || echo id FROM project) WHERE name = 'admin'")" ] || die "ids of $what differ still"
done
site_token=$(log_in site admin "$admin_secret" admin)
[ -n "$site_token" ] || die "the site's Keystone does not take the central password of admin"
ok "first sync: the site has the centre's ids, and its own Keystone takes the central password of admin"
enters site local-service "$local_secret" admin || die "the local service lost its password or its role"
[ "$(own_rows)" = "$(cat "$work/own.before")" ] || die "rows of the site's own were written"
grant_of_group=$(sql site_keystone "SELECT count(*) FROM assignment a JOIN role r ON r.id = a.role_id JOIN project p ON p.id = a.target_id WHERE a.actor_id = '$local_group' AND r.name = 'reader' AND p.name = 'admin'")
[ "$grant_of_group" = 1 ] || die "the local group lost its role"
ok "first sync: local services, groups and their assignments survive; users of the site's own and dcorch are not touched"

# --- shared fernet keys (the platform kind brings them; here a copy stands for it): a central token is good at the site
cp "$work/central/fernet/"* "$work/site/fernet/"
until_true 10 valid site "$central_token" || die "a central token is not valid at the site"
ok "a central token is valid at the site"

# --- changes at the centre
changed_in() { # SECONDS WHAT COMMAND...
  local limit=$1 what=$2 began=$SECONDS; shift 2
  until_true "$limit" "$@" || die "$what, see agent.log and hub.log"
  ok "$what: after $((SECONDS - began)) s"
}
at_site() { [ "$(sql site_keystone "$1")" = "$2" ]; }
first=$(new_secret) second=$(new_secret)
projects=$(find_id central projects admin)
alice=$(user central alice "$first")
project=$(keystone central POST /projects '{"project": {"name": "tenant", "domain_id": "default"}}' | id_of project)
role=$(keystone central POST /roles '{"role": {"name": "observer"}}' | id_of role)
group=$(keystone central POST /groups '{"group": {"name": "observers", "domain_id": "default"}}' | id_of group)
other_group=$(keystone central POST /groups '{"group": {"name": "leavers", "domain_id": "default"}}' | id_of group)
keystone central PUT "/groups/$group/users/$alice" || die "member"
grant central "$project" users "$alice" "$role"
grant central "$projects" groups "$group" "$role"
changed_in 60 "a user with role in a project enters the site with the central password" enters site alice "$first" tenant
changed_in 60 "by membership in a group too" enters site alice "$first" admin
keystone central PATCH "/users/$alice" "{\"user\": {\"password\": \"$second\"}}" >"$work/answer" || die "password"
changed_in 60 "the changed password is taken" enters site alice "$second" tenant
stays_out site alice "$first" tenant || die "the old password still opens the site"
hashes="SELECT string_agg(p.password_hash, ' ' ORDER BY p.created_at_int) FROM password p JOIN local_user l ON l.id = p.local_user_id WHERE l.name = 'alice'"
[ "$(sql central_keystone "$hashes")" = "$(sql site_keystone "$hashes")" ] || die "the hashes differ"
ok "the hashes are the same, history included"

victim=$(log_in central alice "$second" tenant)
changed_in 60 "her central token is valid at the site" valid site "$victim"
curl -sf -X DELETE -H "X-Auth-Token: $central_token" -H "X-Subject-Token: $victim" "$(url central)/auth/tokens" || die "revoke"
changed_in 60 "a token revoked at the centre is refused by the site" invalid site "$victim"
valid site "$central_token" || die "another token was refused too"

keystone central DELETE "/projects/$project/users/$alice/roles/$role" || die "revoke the role"
changed_in 60 "a role taken away is taken away there" stays_out site alice "$second" tenant
keystone central DELETE "/groups/$other_group" || die "delete the group"
changed_in 60 "a deleted group is gone" at_site "SELECT count(*) FROM \"group\" WHERE id = '$other_group'" 0
keystone central PATCH "/users/$alice" '{"user": {"enabled": false}}' >"$work/answer" || die "disable"
changed_in 60 "a disabled user stays out" stays_out site alice "$second" admin
keystone central DELETE "/users/$alice" || die "delete the user"
changed_in 60 "a deleted user is gone, with what hung on it" at_site \
  "SELECT (SELECT count(*) FROM \"user\" WHERE id = '$alice') + (SELECT count(*) FROM assignment WHERE actor_id = '$alice') + (SELECT count(*) FROM user_group_membership WHERE user_id = '$alice')" 0

# --- drift at the site is repaired by an audit
until_true 60 is_now 'online in-sync' || die "not in-sync: $(status_of)"
sql site_keystone "UPDATE role SET description = 'of the site' WHERE name = 'observer'" || die "drift"
api -o "$work/answer" -H 'Content-Type: application/json' -d '{"scope": "fleet", "kind": "identity", "bypass-cache": true}' "$hub/v1.0/audits" || die "audit"
changed_in 60 "drift is repaired" at_site "SELECT count(*) FROM role WHERE description = 'of the site'" 0

# --- a second run changes no row: a new agent's life, a full audit, and the writers of all rows on both sides
until_true 30 is_now 'online in-sync' || die "not in-sync: $(status_of)"
rows() { # CLOUD: every row of every table of its Keystone, with the transaction that wrote it
  local every
  every=$(sql "$1_keystone" "SELECT string_agg(format('SELECT %L AS t, xmin::text AS x, md5(r::text) AS r FROM public.%I r', tablename, tablename), ' UNION ALL ') || ' ORDER BY 1, 3, 2'
    FROM pg_tables WHERE schemaname = 'public'") && [ -n "$every" ] && sql "$1_keystone" "$every"
}
rows central >"$work/central.rows" || die "rows of the central Keystone cannot be read"
rows site >"$work/site.rows" || die "rows of the site's Keystone cannot be read"
for cloud in central site; do
  [ -s "$work/$cloud.rows" ] || die "no rows of $cloud"
  # the others of the tables that items are made of are empty here: members left with their user, options nobody set
  for table in user local_user password group project role assignment revocation_event implied_role; do
    grep -q "^$table " "$work/$cloud.rows" || die "no rows of table $table of $cloud"
  done
done
seq_of() { sql murmuration 'SELECT seq FROM hub'; }
sequence=$(seq_of)
kill -9 "$agent_pid"; wait "$agent_pid" 2>/dev/null
start_agent
until_true 60 grep -q . <(sql murmuration "SELECT 1 FROM agent_session WHERE availability = 'online'") || die "the agent is not back"
audit=$(api -H 'Content-Type: application/json' -d '{"scope": "fleet", "kind": "identity", "bypass-cache": true}' "$hub/v1.0/audits" | python3 -c 'import json,sys; print(json.load(sys.stdin)["id"])')
audited() { api "$hub/v1.0/audits/$audit" | grep -q '"complete": *true'; }
until_true 30 audited || die "the audit does not end"
until_true 30 is_now 'online in-sync' || die "not in-sync: $(status_of)"
rows central >"$work/central.rows.after" && cmp "$work/central.rows.after" "$work/central.rows" || die "rows of the central Keystone were written"
rows site >"$work/site.rows.after" && cmp "$work/site.rows.after" "$work/site.rows" || die "rows of the site's Keystone were written"
[ "$(seq_of)" = "$sequence" ] || die "revisions without a change"
ok "a second run, after a kill of the agent, writes none of $(wc -l <"$work/central.rows") rows here and $(wc -l <"$work/site.rows") there, and takes no revision"
[ "$(own_rows)" = "$(cat "$work/own.before")" ] || die "rows of the site's own were written"
enters site local-service "$local_secret" admin || die "the local service is locked out"
ok "what the site has for itself is as it was"

# --- nothing secret where it does not belong
hash=$(sql central_keystone "SELECT p.password_hash FROM password p JOIN local_user l ON l.id = p.local_user_id WHERE l.name = 'admin' LIMIT 1")
for secret in "$admin_secret" "$first" "$second" "$hash" "$(cat "$work/reader.password")" "$(cat "$work/writer.password")"; do
  grep -qF -e "$secret" "$work/hub.log" "$work/agent.log" && die "a secret is in a log"
done
[ "$(sql murmuration "SELECT count(*) FROM desired_item i WHERE i::text LIKE '%' || '$hash' || '%'")" = 0 ] || die "a hash lies in the hub's database in clear"
[ "$(sql murmuration "SELECT count(*) FROM desired_item WHERE type = 'user' AND presence = 'present' AND sealed_payload IS NULL")" = 0 ] || die "a user lies unsealed"
grep -q 'fault in' "$work/hub.log" "$work/agent.log" && die "faults in a log"
ok "no faults; no secrets in the logs or in the hub's tables"
echo "PASSED"
