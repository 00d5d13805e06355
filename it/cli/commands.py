"""Runs the official command line, command by command, and compares what an operator sees with what the contract promises.

    commands.py HUB EXAMPLES DIRECTORY

OS_* say where to log in. HUB is the address of REST, EXAMPLES has files of sites, DIRECTORY is for files made here. The hub must
be empty. The first command and one that is refused run as processes of their own, the others in this one through the same
entry point: starting Python for each would take most of the time.
"""

import contextlib
import io
import json
import logging
import os
import shlex
import subprocess
import sys
import time
import urllib.request

from dcmanagerclient import shell

SCREEN = 24
PASSWORD = "Secret-of-a-site*1"

DETAIL = """id name description location software_version management availability deploy_status management_subnet
    management_start_ip management_end_ip management_gateway_ip systemcontroller_gateway_ip group_id peer_group_id created_at
    updated_at backup_status backup_datetime prestage_status prestage_versions""".split()
STATUSES = [kind + "_sync_status" for kind in
            ("dc-cert", "firmware", "identity", "kube-rootca", "kubernetes", "platform", "software")]
SHOW = DETAIL + STATUSES + ["region_name"]
LIST = ["id", "name", "management", "availability", "deploy status", "sync", "backup status", "prestage status"]
LIST_DETAIL = DETAIL[:8] + ["sync"] + DETAIL[8:]
GROUP = ["id", "name", "description", "update apply type", "max parallel subclouds", "created_at", "updated_at"]
GROUPS = ["id", "name", "description"]
FILES = ["deploy_playbook", "deploy_overrides", "deploy_chart", "prestage_images", "software_version"]
OPTIONS_LIST = ["cloud", "storage apply type", "worker apply type", "max parallel workers", "alarm restriction type",
                "default instance action"]
OPTIONS = OPTIONS_LIST + ["created_at", "updated_at"]
ALARMS = ["NAME", "CRITICAL_ALARMS", "MAJOR_ALARMS", "MINOR_ALARMS", "WARNINGS", "STATUS"]

hub, examples, directory = sys.argv[1:4]
failures = []
count = {"succeed": 0, "are refused": 0}


def run(command):
    """What a command writes and how it ends."""
    logging.getLogger().handlers.clear()  # they write to the streams of the command before
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = shell.main(shlex.split(command))
        except SystemExit as end:
            code = end.code
    return code, out.getvalue(), err.getvalue()


def run_apart(command):
    """The same as a process."""
    done = subprocess.run(
        [sys.executable, "-m", "dcmanagerclient.shell", *shlex.split(command)], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def fail(command, why, ended):
    code, out, err = ended
    failures.append(command)
    print(f"FAILED: dcmanager {command}: {why}\n  exit code {code}\n  {out}\n  {err}", flush=True)


def ok(command, columns=None, how=run, **values):
    """Succeeds with these columns in this order, and these values in the one row, or in the row of that id or name.

    Returns the rows.
    """
    count["succeed"] += 1
    whole = command + " -f json" if columns else command
    ended = how(whole)
    code, out, err = ended
    if code != 0 or err:
        fail(whole, "expected: exit code 0, nothing on stderr", ended)
        return []
    if not columns:
        return out
    read = json.loads(out)
    rows = read if isinstance(read, list) else [read]
    for row in rows:
        if list(row) != columns:
            fail(whole, f"columns {list(row)} (expected: {columns})", ended)
    row = next((r for r in rows if all(r.get(key) == values[key] for key in ("id", "name", "cloud", "NAME") if key in values)), {})
    for key, value in values.items():
        given = row.get(key, row.get(key.replace("_", " ")))
        if given != value:
            fail(whole, f"{key}: {given!r} (expected: {value!r})", ended)
    return rows


def no(command, *told, how=run):
    """Ends with 1 and says why on one screen, and nothing else."""
    count["are refused"] += 1
    ended = how(command)
    code, out, err = ended
    if code != 1 or out:
        fail(command, "expected: exit code 1, nothing on stdout", ended)
    if len(err.splitlines()) > SCREEN:
        fail(command, f"{len(err.splitlines())} lines (expected: at most {SCREEN})", ended)
    if "Traceback" in err or "</" in err:
        fail(command, "expected: text for people", ended)
    for words in told:
        if words not in err:
            fail(command, f"expected: {words}", ended)


def example(name):
    return os.path.join(examples, name + ".yaml")


def made(name, text):
    path = os.path.join(directory, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def as_peer(subcloud, fields):
    """A system controller that rehomes a subcloud does what the command line cannot."""
    token = json.dumps({"auth": {
        "identity": {"methods": ["password"], "password": {"user": {
            "name": os.environ["OS_USERNAME"], "domain": {"name": "Default"}, "password": os.environ["OS_PASSWORD"]}}},
        "scope": {"project": {"name": "admin", "domain": {"name": "Default"}}}}}).encode()
    login = urllib.request.Request(
        os.environ["OS_AUTH_URL"] + "/auth/tokens", token, {"Content-Type": "application/json"})
    with urllib.request.urlopen(login, timeout=20) as answer:
        headers = {"X-Auth-Token": answer.headers["X-Subject-Token"], "User-Agent": "dcmanager/1.0",
                   "Content-Type": "multipart/form-data; boundary=x"}
    form = "".join(f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
    region = ok(f"subcloud show {subcloud}", SHOW)[0]["region_name"]
    request = urllib.request.Request(
        f"{hub}/v1.0/subclouds/{region}", (form + "--x--\r\n").encode(), headers, method="PATCH")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def groups():
    ok("subcloud-group list", GROUPS, id=1, name="Default")
    ok("subcloud-group add --name north --description 'sites in the north' --update_apply_type serial"
       " --max_parallel_subclouds 3", GROUP, id=2, name="north", update_apply_type="serial", max_parallel_subclouds=3)
    ok("subcloud-group add --name south", GROUP, description="No description provided", max_parallel_subclouds=2)
    ok("subcloud-group list", GROUPS, name="south", id=3)
    ok("subcloud-group show north", GROUP, id=2)
    ok("subcloud-group show 2", GROUP, name="north")
    ok("subcloud-group update north --description changed --update_apply_type parallel --max_parallel_subclouds 5",
       GROUP, description="changed", update_apply_type="parallel", max_parallel_subclouds=5)
    ok("subcloud-group update 3 --name west", GROUP, name="west")
    ok("subcloud-group list-subclouds north")
    ok("subcloud-group delete west")
    no("subcloud-group show west", "Subcloud Group not found")
    no("subcloud-group delete west", "Subcloud Group not found", "Unable to delete subcloud group west")
    no("subcloud-group list-subclouds nobody", "Subcloud Group not found")
    no("subcloud-group add --name north", "Details: name: north (expected: a name that no other group has)")
    no("subcloud-group add --name 4711 --update_apply_type sideways --max_parallel_subclouds many",
       "name: \"4711\"", "update_apply_type: \"sideways\" (expected: parallel or serial)",
       "max_parallel_subclouds: \"many\" (expected: an integer from 1 to 5000)")
    no("subcloud-group add --name default", "name:")
    no("subcloud-group update north --max_parallel_subclouds 5001", "max_parallel_subclouds: 5001")
    no("subcloud-group update Default --name other", "the Default group cannot be renamed")
    no("subcloud-group update north", "Nothing to update")
    no("subcloud-group delete Default", "The Default group cannot be deleted")


def deploy_files():
    playbook = made("plain/playbook.yaml", "- hosts: all\n")
    with_roles = made("roles/playbook.yaml", "- hosts: all\n  roles: [base]\n")
    made("roles/roles/base/tasks/main.yml", "- debug: {msg: x}\n")
    overrides, chart = made("plain/overrides.yaml", "a: 1\n"), made("plain/chart.tgz", "x")
    images = made("plain/images.lst", "registry.example/image:1\n")
    no("subcloud deploy delete", "No deploy files were uploaded for release", "Unable to delete subcloud deploy files")
    release = ok("subcloud deploy show", FILES, deploy_chart=None)[0]["software_version"]
    ok(f"subcloud deploy upload --deploy-playbook {playbook} --deploy-overrides {overrides} --deploy-chart {chart}"
       f" --prestage-images {images}", FILES, deploy_playbook=playbook, prestage_images=images, software_version=release)
    ok("subcloud deploy show", FILES, deploy_playbook="playbook.yaml", deploy_overrides="overrides.yaml",
       deploy_chart="chart.tgz", prestage_images="images.lst")
    ok(f"subcloud deploy upload --prestage-images {images} --release {release}", FILES, deploy_chart=None)
    ok(f"subcloud deploy upload --deploy-playbook {with_roles} --deploy-chart {chart}", FILES, deploy_playbook=with_roles)
    ok(f"subcloud deploy show --release {release}", FILES, deploy_chart="chart.tgz")
    no(f"subcloud deploy upload --deploy-playbook {playbook}", "deploy_chart: nothing (expected: a file")
    no(f"subcloud deploy upload --prestage-images {images} --release 99.99", "release: 99.99 (expected: ")
    no(f"subcloud deploy upload --deploy-chart {directory}/nothing.tgz", "deploy_chart file does not exist")
    no("subcloud deploy show --release 99.99", "release: 99.99 (expected: ")
    no("subcloud deploy delete --release 99.99", "release: 99.99 (expected: ")
    ok("subcloud deploy delete --prestage-images")
    ok("subcloud deploy show", FILES, deploy_chart="chart.tgz", prestage_images=None)
    ok(f"subcloud deploy delete --release {release} --deployment-files")
    ok("subcloud deploy show", FILES, deploy_playbook=None, deploy_chart=None)
    ok(f"subcloud deploy upload --deploy-playbook {playbook} --deploy-chart {chart}", FILES)  # for what comes
    return release


def add(site, more=""):
    return (f"subcloud add --bootstrap-address 198.51.100.2 --bootstrap-values {example(site + '-bootstrap')}"
            f" --sysadmin-password {PASSWORD} {more}")


def inventory(release):
    pier = ok(add("ipv4-simplex", "--group 2"), DETAIL, name="pier-1", deploy_status="not-deployed",
              management="unmanaged", availability="offline", software_version=release, updated_at=None)[0]["id"]
    for site in ("ipv4-duplex", "ipv6-simplex", "ipv6-duplex", "dual-simplex", "dual-duplex"):
        ok(add(site, f"--install-values {example(site + '-install')} --bmc-password {PASSWORD}"
                     f" --deploy-config {example(site + '-deploy')} --release {release}"), DETAIL, deploy_status="not-deployed")
    shown = ok("subcloud list", LIST, name="pier-1", sync="unknown", id=pier)
    if len(shown) != 6:
        fail("subcloud list", f"{len(shown)} rows (expected: 6)", (0, shown, ""))
    ok("subcloud list -d", LIST_DETAIL, name="pier-1", group_id=2)
    ok("subcloud list --all", LIST, name="pier-1")
    ok("subcloud list -c name -c sync", ["name", "sync"], name="pier-1", sync="unknown")
    ok("subcloud show pier-1", SHOW, id=pier, platform_sync_status="unknown", location="Porto, pier 1")
    ok(f"subcloud show {pier}", SHOW, name="pier-1", description="One controller at the pier")
    ok("subcloud show --detail pier-1", SHOW, id=pier)
    ok("subcloud-group list-subclouds north", DETAIL, name="pier-1", group_id=2)
    if "No errors present" not in ok("subcloud errors pier-1"):
        fail("subcloud errors pier-1", "expected: No errors present", (0, "", ""))
    table = ok("subcloud show pier-1")
    if not table.startswith("+--") or "| name " not in table:
        fail("subcloud show pier-1", "expected: a table", (0, table, ""))
    ok("alarm summary", ALARMS, NAME="pier-1", CRITICAL_ALARMS="-", WARNINGS="-", STATUS="disabled")
    for command in ("show nobody", "show -d 4711", "errors nobody", "delete nobody", "manage nobody", "unmanage nobody",
                    "update nobody --location x"):
        no("subcloud " + command, "Subcloud not found")
    no("subcloud-group delete north", "Group north is not empty: 1 subclouds are in it")


def refused_additions():
    no(add("ipv4-simplex"), "name: pier-1 (expected: neither name nor region of another subcloud)")
    wrong = made("sites/wrong.yaml", """
name: SystemController
system_mode: duplex
management_subnet: 172.30.1.0/29
management_start_address: 172.30.1.4
management_end_address: 172.30.1.3
management_gateway_address: 172.31.0.1
systemcontroller_gateway_address: fd01::1
external_oam_subnet: 198.51.100.0/33
""")
    no(f"subcloud add --bootstrap-address nowhere --bootstrap-values {wrong} --sysadmin-password {PASSWORD} --release 99.99"
       " --group north",
       "Details: external_oam_gateway_address: nothing (expected: external_oam_gateway_address required)",
       "external_oam_floating_address required", "release: 99.99", "line 2, column 7: name: SystemController",
       "management_start_address: 172.30.1.4", "external_oam_subnet: 198.51.100.0/33", "bootstrap-address: nowhere",
       "Invalid group_id")
    broken = made("sites/broken.yaml", "name: [x\n")
    no(f"subcloud add --bootstrap-address 192.0.2.1 --bootstrap-values {broken} --sysadmin-password {PASSWORD}",
       "line ", "bootstrap_values: ")
    mode = made("sites/mode.yaml", open(example("ipv4-simplex-bootstrap"), encoding="utf-8").read()
                .replace("pier-1", "pier-2").replace("system_mode: simplex", "system_mode: ''"))
    no(f"subcloud add --bootstrap-address 192.0.2.1 --bootstrap-values {mode} --sysadmin-password {PASSWORD}",
       "system_mode required")
    overlap = made("sites/overlap.yaml", open(example("ipv4-simplex-bootstrap"), encoding="utf-8").read()
                   .replace("pier-1\n", "pier-2\n"))
    no(f"subcloud add --bootstrap-address 192.0.2.1 --bootstrap-values {overlap} --sysadmin-password {PASSWORD}",
       "not to overlap 172.30.1.10-172.30.1.10 of subcloud pier-1")
    new = made("sites/new.yaml", open(overlap, encoding="utf-8").read().replace("172.30.1.", "172.30.99."))
    install = made("sites/install.yaml", "install_type: '2'\nbmc_address: fd00::1\nbootstrap_address: 192.0.2.7\n")
    no(f"subcloud add --bootstrap-address 192.0.2.1 --bootstrap-values {new} --sysadmin-password {PASSWORD}"
       f" --install-values {install} --bmc-password {PASSWORD}",
       "bootstrap_interface required", "install_type: 2 (expected: a whole number from 0 to 5, not quoted)",
       "bmc_address: fd00::1 (expected: an IPv4 address")
    no(f"subcloud add --bootstrap-address 192.0.2.1 --bootstrap-values {new} --sysadmin-password {PASSWORD} --migrate",
       "not available in this version")
    no(f"subcloud add --bootstrap-address 192.0.2.1 --bootstrap-values {directory}/none --sysadmin-password {PASSWORD}",
       "bootstrap-values does not exist")


def phases():
    ok(f"subcloud deploy create --bootstrap-address 198.51.100.2 --bootstrap-values {directory}/sites/new.yaml --group 2",
       DETAIL, name="pier-2", deploy_status="create-complete", group_id=2)
    no(f"subcloud deploy create --bootstrap-address 198.51.100.2 --bootstrap-values {directory}/sites/new.yaml",
       "name: pier-2 (expected: neither name nor region of another subcloud)")
    no(f"subcloud deploy create --bootstrap-address x --bootstrap-values {directory}/sites/wrong.yaml",
       "external_oam_gateway_address required", "bootstrap-address: x (expected: an IP address)")
    later = "is not available in this version"
    for command in (f"install pier-2 --sysadmin-password {PASSWORD}", f"bootstrap pier-2 --sysadmin-password {PASSWORD}",
                    f"config pier-2 --sysadmin-password {PASSWORD}", "complete pier-2", "abort pier-2",
                    f"resume pier-2 --sysadmin-password {PASSWORD}", f"enroll pier-2 --sysadmin-password {PASSWORD}"):
        no("subcloud deploy " + command, later)
    no("subcloud deploy complete nobody", "Subcloud not found")
    no(f"subcloud prestage pier-2 --sysadmin-password {PASSWORD}", later)
    no(f"subcloud redeploy pier-2 --sysadmin-password {PASSWORD}", later)
    no(f"subcloud redeploy nobody --sysadmin-password {PASSWORD}", "Subcloud not found")
    for retired in ("subcloud reconfig", "subcloud reinstall", "subcloud restore", "subcloud-deploy show"):
        no(retired, "deprecated")
    ok("subcloud delete pier-2")


def management():
    no("subcloud manage pier-1", "its deploy-status is not-deployed (expected: complete or rehome-pending)",
       "Unable to manage subcloud pier-1")
    no("subcloud unmanage pier-1", "Subcloud pier-1 is already unmanaged")
    ok("subcloud manage pier-1 --force", DETAIL, management="managed")
    no("subcloud manage pier-1", "Subcloud pier-1 is already managed")
    no("subcloud update pier-1 --name pier-9", "a rename only while unmanaged and complete")
    no("subcloud delete pier-1", "Subcloud pier-1 is managed (expected: unmanaged before it is deleted)")
    no("subcloud unmanage pier-1 --migrate", "only when complete; deploy-status is not-deployed")
    ok("subcloud unmanage pier-1", DETAIL, management="unmanaged")
    # nothing here deploys a site; a peer that hands one over makes it complete
    as_peer("pier-1", {"migrate": "true"})
    ok("subcloud manage pier-1", DETAIL, management="managed", deploy_status="complete")
    ok("subcloud unmanage pier-1 --migrate", DETAIL, management="unmanaged", deploy_status="rehome-pending")
    no("subcloud delete pier-1", "cannot be deleted while its deploy-status is rehome-pending")
    ok("subcloud manage pier-1", DETAIL, deploy_status="complete")
    ok("subcloud unmanage pier-1", DETAIL, deploy_status="complete")


def updates():
    ok("subcloud update pier-1 --description new --location there --group Default", DETAIL,
       description="new", location="there", group_id=1)
    ok(f"subcloud update pier-1 --install-values {example('ipv4-simplex-install')} --bmc-password {PASSWORD}", DETAIL)
    no("subcloud update pier-1 --bootstrap-address 198.51.100.3", "bootstrap_values with it, or stored before",
       "Unable to update subcloud pier-1")
    ok(f"subcloud update pier-1 --bootstrap-values {example('ipv4-simplex-bootstrap')} --bootstrap-address 198.51.100.3", DETAIL)
    ok("subcloud update pier-1 --bootstrap-address 198.51.100.4", DETAIL)
    no("subcloud update pier-1 --group nobody", "Invalid group: nobody")
    no("subcloud update pier-1 --peer-group nobody", "peer_group: nobody (expected: an existing peer group, or none)")
    no(f"subcloud update pier-1 --name Bad_Name --description {'d' * 300} --bootstrap-address x", "name: Bad_Name",
       "description: ", "bootstrap_address: x (expected: an IP address)")
    no("subcloud update pier-1 --name market-2", "neither name nor region of another subcloud")
    no("subcloud update pier-1", "Nothing to update")
    network = "--management-gateway-ip 172.30.50.1 --management-start-ip 172.30.50.2 --management-end-ip"
    no(f"subcloud update pier-1 --management-subnet 172.30.50.0/24 {network} 172.30.50.3 --bootstrap-address 198.51.100.3"
       f" --sysadmin-password {PASSWORD}", "at least 3 addresses")
    no(f"subcloud update pier-1 --management-subnet 172.30.50.0/24 {network} 172.30.50.9 --bootstrap-address 198.51.100.3"
       f" --sysadmin-password {PASSWORD}", "changing the network of a site is not available in this version")
    no("subcloud update pier-1 --management-subnet 172.30.50.0/24", "network reconfiguration")
    ok("subcloud update pier-1 --name pier-one.north", DETAIL, name="pier-one.north")
    ok("subcloud show pier-one.north", SHOW, description="new")
    ok("alarm summary", ALARMS, NAME="pier-one.north")
    no("subcloud show pier-1", "Subcloud not found")


def options():
    all_five = ("--storage-apply-type {} --worker-apply-type parallel --max-parallel-workers {} --alarm-restriction-type strict"
                " --default-instance-action stop-start")
    defaults = "all clouds default"
    ok("strategy-config list", OPTIONS_LIST, cloud=defaults, storage_apply_type="parallel")
    ok("strategy-config show", OPTIONS, cloud=defaults, max_parallel_workers=10)
    no("strategy-config show market-2", "Subcloud market-2 has no options of its own; the defaults apply to it")
    no("strategy-config show nobody", "Subcloud not found")
    ok("strategy-config update " + all_five.format("serial", 4), OPTIONS, cloud=defaults, max_parallel_workers=4)
    ok("strategy-config update " + all_five.format("serial", 7) + " market-2", OPTIONS, cloud="market-2", max_parallel_workers=7)
    ok("strategy-config show market-2", OPTIONS, alarm_restriction_type="strict")
    ok("strategy-config list", OPTIONS_LIST, cloud="market-2", default_instance_action="stop-start")
    no("strategy-config update " + all_five.format("serial", 0) + " market-2",
       "max-parallel-workers: 0 (expected: an integer from 1 to 1000)", "Unable to update strategy options")
    no("strategy-config update " + all_five.format("serial", 1) + " nobody", "Subcloud not found")
    ok("strategy-config delete market-2")
    no("strategy-config delete market-2", "Subcloud market-2 has no options of its own", "Unable to delete strategy options")
    ok("strategy-config delete SystemController")
    ok("strategy-config show", OPTIONS, storage_apply_type="parallel", max_parallel_workers=10)


def deletions():
    for row in ok("subcloud list", LIST):
        ok("subcloud delete " + row["name"])
    ok("subcloud-group delete north")
    ok("subcloud list", LIST)


def log_in():
    ok("subcloud list", how=run_apart)
    no("subcloud show nobody", "Details: Subcloud not found", how=run_apart)
    right = os.environ["OS_PASSWORD"]
    os.environ["OS_PASSWORD"] = "wrong"
    no("subcloud list", "401")
    os.environ["OS_PASSWORD"] = right


def main():
    began = time.monotonic()
    log_in()
    groups()
    release = deploy_files()
    inventory(release)
    refused_additions()
    phases()
    management()
    updates()
    options()
    deletions()
    told = ", ".join(f"{number} {what}" for what, number in count.items())
    print(f"{sum(count.values())} commands: {told}; {len(failures)} not as they should; {time.monotonic() - began:.0f} s")
    return 1 if failures else 0


sys.exit(main())
