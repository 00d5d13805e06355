package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class SubcloudUpdateTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";

  private static final String INSTALL =
      """
      bootstrap_interface: eno1
      bootstrap_address: 172.16.0.5
      bootstrap_address_prefix: 24
      install_type: 2
      bmc_address: 172.16.0.9
      bmc_username: installer
      """;

  @AutoClose private static final TestHub hub = new TestHub();

  @Test
  void aMoveRemembersTheGroupAndRaisesWhatTheSubcloudWants() {
    int from = group("from");
    int to = group("to");
    int id = hub.added("moving", Map.of("group_id", String.valueOf(from)));
    hub.sql(
        "INSERT INTO desired_head (scope_type, scope_id, kind, revision) VALUES ('group', %d, 'identity', 1)"
            .formatted(from));

    var reply = hub.patch(SUBCLOUDS + id, Map.of("group_id", "to"));
    var seq = hub.text("SELECT max(seq) FROM change WHERE what = 'subcloud' AND scope_id = " + id);

    assertThat(reply.json().get("group_id").asInt()).isEqualTo(to);
    assertThat(
            hub.text(
                "SELECT until_seq FROM scope_history WHERE group_id = %d AND subcloud_id = %d"
                    .formatted(from, id)))
        .isEqualTo(seq);
    assertThat(
            hub.text(
                "SELECT string_agg(kind, ',' ORDER BY kind) FROM desired_head WHERE revision = %s"
                        .formatted(seq)
                    + " AND rescoped = revision AND scope_type = 'subcloud' AND scope_id = "
                    + id))
        .isEqualTo("identity,platform");
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("group_id", "from")).status()).isEqualTo(200);
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("group_id", "to")).status()).isEqualTo(200);
    assertThat(hub.count("scope_history WHERE subcloud_id = " + id)).isEqualTo(2);
  }

  @Test
  void aRenameWantsAnUnmanagedCompleteSubcloudAndAFreeName() {
    int id = hub.added("old-name");
    hub.added("occupied");
    hub.sql("UPDATE subcloud SET region_name = 'a-region' WHERE name = 'occupied'");

    assertThat(rename(id, "new-name").status()).isEqualTo(400);
    hub.deployStatus(id, "complete");
    hub.sql("UPDATE subcloud SET backup_status = 'backing-up' WHERE id = " + id);
    assertThat(rename(id, "new-name").status()).isEqualTo(409);
    hub.sql("UPDATE subcloud SET backup_status = NULL WHERE id = " + id);
    assertThat(rename(id, "old-name").status()).isEqualTo(400);
    assertThat(rename(id, "occupied").status()).isEqualTo(422);
    assertThat(rename(id, "a-region").status()).isEqualTo(422);
    assertThat(rename(id, "new-name.site-1").json().get("name").asText())
        .isEqualTo("new-name.site-1");
  }

  @ParameterizedTest
  @CsvSource({
    "name, Capital",
    "name, a..b",
    "name, -a",
    "name, 4711",
    "name, ''",
    "name, a/b",
    "name, ..",
    "release, zz",
    "release, ''",
    "release, 25.9",
    "release, 99.99",
    "management-state, fake",
    "force, true",
    "force, maybe",
    "group_id, 999",
    "group_id, False",
    "group_id, ''",
    "peer_group, nobody"
  })
  void eachFieldIsChecked(String field, String value) {
    int id = (int) hub.count("subcloud") + 1;
    id = hub.added("checked-" + id);
    hub.deployStatus(id, "complete");
    var before = hub.get(SUBCLOUDS + id).json();

    var reply = hub.patch(SUBCLOUDS + id, Map.of(field, value, "location", "elsewhere"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).containsIgnoringCase(field.replace("_id", "")).contains("expected");
    assertThat(hub.get(SUBCLOUDS + id).json()).isEqualTo(before);
  }

  @Test
  void onlyAPeerTellsOfAReleaseThatIsNotSupportedHere() {
    int id = hub.added("released");
    var older = hub.patch(SUBCLOUDS + id, Map.of("release", "24.09"));
    assertThat(older.json().get("software-version").asText()).isEqualTo("24.09");

    var form = Map.of("release", "99.99");
    assertThat(hub.patch(SUBCLOUDS + id, form).body())
        .contains("release: 99.99 (expected: 25.09 or one of [24.09])");
    var peer = hub.patch(SUBCLOUDS + id, form, "User-Agent", "dcmanager/1.0");
    assertThat(peer.json().get("software-version").asText()).isEqualTo("99.99");
    var formless =
        hub.patch(SUBCLOUDS + id, Map.of("release", "zz"), "User-Agent", "dcmanager/1.0");
    assertThat(formless.status()).isEqualTo(400);
  }

  @Test
  void aNewPasswordAloneIsInTheAuditTrail() {
    int id = hub.added("new-password");
    hub.patch(SUBCLOUDS + id, Map.of("install_values", INSTALL, "bmc_password", "aHVudGVyMg=="));
    hub.patch(SUBCLOUDS + id, Map.of("install_values", INSTALL, "bmc_password", "eA=="));

    assertThat(
            hub.count(
                "audit_trail WHERE what = 'update subcloud with install_values'"
                    + " AND target LIKE 'subcloud new-password %'"))
        .isEqualTo(2);
  }

  @Test
  void oversizedTextsAreRefused() {
    int id = hub.added("oversized");
    var reply =
        hub.patch(
            SUBCLOUDS + id,
            Map.of(
                "description", "d".repeat(256),
                "location", "l".repeat(256),
                "release", "r".repeat(256),
                "name", "n".repeat(256)));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("description:", "location:", "release:", "name:");
  }

  @Test
  void installValuesAreCheckedAndStoredWithoutTheirPassword() {
    int id = hub.added("to-install");
    var values = Map.of("install_values", INSTALL, "bmc_password", "aHVudGVyMg==");

    var withoutPassword = hub.patch(SUBCLOUDS + id, Map.of("install_values", INSTALL));
    var asField = hub.patch(SUBCLOUDS + id, values);
    var asFile =
        hub.form(
            "PATCH",
            SUBCLOUDS + id,
            TestHub.ADMIN,
            Map.of("bmc_password", "eA=="),
            Map.of("install_values", INSTALL.replace("installer", "root")));
    var forgotten =
        hub.patch(
            SUBCLOUDS + id,
            Map.of(
                "install_values",
                INSTALL.replace("bmc_username: installer\n", ""),
                "bmc_password",
                "eA=="));

    assertThat(withoutPassword.status()).isEqualTo(400);
    assertThat(withoutPassword.body()).contains("bmc_password");
    assertThat(asField.status()).as(asField.body()).isEqualTo(200);
    assertThat(asField.json().get("data_install").asText())
        .contains("installer", "********")
        .doesNotContain("aHVudGVyMg");
    assertThat(asFile.json().get("data_install").asText()).contains("root");
    assertThat(forgotten.status()).isEqualTo(400);
    assertThat(forgotten.body()).contains("bmc_username required; stored is root");
    assertThat(
            hub.count(
                "subcloud_document WHERE document = 'install_values' AND subcloud_id = " + id))
        .isEqualTo(1);
    assertThat(hub.count("subcloud s WHERE s::text LIKE '%aHVudGVyMg%'")).isZero();
  }

  @Test
  void bootstrapValuesBecomeRehomeDataWithoutSecrets() {
    int id = hub.added("rehome-data");
    var address = Map.of("bootstrap_address", "FD00::0005");
    var values = "admin_password: hunter2\nsystemcontroller_gateway_address: 192.168.204.102\n";

    var tooEarly = hub.patch(SUBCLOUDS + id, address);
    var stored =
        hub.form(
            "PATCH", SUBCLOUDS + id, TestHub.ADMIN, Map.of(), Map.of("bootstrap_values", values));
    var addressed = hub.patch(SUBCLOUDS + id, address);
    var merged = hub.patch(SUBCLOUDS + id, Map.of("bootstrap_values", "location: Porto\n"));

    assertThat(tooEarly.status()).isEqualTo(422);
    assertThat(tooEarly.body()).contains("bootstrap_values");
    assertThat(stored.json().get("rehome_data").asText())
        .isEqualTo(
            "{\"saved_payload\":{\"systemcontroller_gateway_address\":\"192.168.204.102\"}}");
    assertThat(stored.json().get("systemcontroller-gateway-ip").asText())
        .isEqualTo("192.168.204.102");
    assertThat(addressed.json().get("rehome_data").asText())
        .contains("\"bootstrap-address\":\"fd00::5\"");
    assertThat(merged.json().get("rehome_data").asText())
        .contains("fd00::5", "192.168.204.102", "Porto");
  }

  @ParameterizedTest
  @CsvSource({
    "bootstrap_address, 10.1.1.256",
    "bootstrap_values, x",
    "bootstrap_values, '['",
    "bootstrap_values, 'systemcontroller_gateway_address: x'",
    "install_values, '[1]'"
  })
  void eachDocumentIsChecked(String field, String value) {
    int id = hub.added("document-" + hub.count("subcloud"));

    var reply = hub.patch(SUBCLOUDS + id, Map.of(field, value, "bmc_password", "eA=="));

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).contains("expected");
    assertThat(hub.get(SUBCLOUDS + id).json().get("rehome_data").isNull()).isTrue();
  }

  @Test
  void aNewNetworkIsRefusedInTheContractsOrder() {
    int id = hub.added("network");
    hub.deployStatus(id, "secondary");
    var form = new HashMap<String, String>();
    form.put("management_subnet", "192.168.102.0/30");

    assertThat(network(id, form).status()).isEqualTo(500);
    hub.deployStatus(id, "complete");
    hub.sql("UPDATE subcloud SET backup_status = 'validating' WHERE id = " + id);
    assertThat(network(id, form).status()).isEqualTo(409);
    hub.sql("UPDATE subcloud SET backup_status = NULL WHERE id = " + id);
    assertRefused(id, form, 422, "management_gateway_ip: nothing");
    form.put("management_gateway_ip", "fd00::1");
    assertRefused(id, form, 400, "system controller");
    form.put("management_gateway_ip", "192.168.102.1");
    form.put("management-state", "managed");
    assertRefused(id, form, 422, "management-state");
    form.remove("management-state");
    hub.sql("UPDATE subcloud SET management_state = 'managed' WHERE id = " + id);
    assertRefused(id, form, 422, "must be unmanaged");
    hub.sql("UPDATE subcloud SET management_state = 'unmanaged' WHERE id = " + id);
    assertRefused(id, form, 422, "bootstrap_address: nothing");
    form.put("bootstrap_address", "192.168.102.2");
    assertRefused(id, form, 422, "management_start_ip: nothing");
    form.put(
        "management_start_ip",
        hub.text("SELECT management_start_ip FROM subcloud WHERE id = " + id));
    form.put("management_end_ip", "192.168.102.7");
    assertRefused(id, form, 422, "another value than the present one");
    form.put("management_start_ip", "192.168.102.6");
    assertRefused(id, form, 400, "sysadmin_password");
    form.put("sysadmin_password", "fake");
    assertRefused(id, form, 400, "sysadmin_password");
    form.put("sysadmin_password", "dGVzdHBhc3M=");
    assertRefused(id, form, 400, "at least 8 addresses");
    form.put("management_subnet", "192.168.102.0/24");
    assertRefused(id, form, 400, "at least 3 addresses");
    form.put("management_start_ip", "192.168.102.1");
    assertRefused(id, form, 400, "outside the range");
    form.put("management_start_ip", "192.168.102.2");
    assertRefused(id, form, 422, "not available in this version");
  }

  @Test
  void aNewNetworkMayNotTouchAnyRangeNotEvenItsOwn() {
    int id = hub.added("shifted");
    hub.deployStatus(id, "complete");
    var subnet = hub.text("SELECT management_subnet FROM subcloud WHERE id = " + id);
    var net = subnet.replace("0.0/24", "");

    var reply =
        network(
            id,
            Map.of(
                "management_subnet", net + "0.0/25",
                "management_gateway_ip", net + "0.99",
                "management_start_ip", net + "0.50",
                "management_end_ip", net + "0.60",
                "bootstrap_address", "192.168.102.2",
                "sysadmin_password", "dGVzdHBhc3M="));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("of subcloud shifted");
  }

  @ParameterizedTest
  @CsvSource({"description, x", "location, x", "group_id, 1", "name, other-name"})
  void aMemberOfAPeerGroupIsUpdatedByPeersOnly(String field, String value) {
    int id = hub.online("member-" + field.replace('_', '-'));
    hub.sql("UPDATE subcloud SET peer_group_id = 1 WHERE id = " + id);

    assertThat(hub.patch(SUBCLOUDS + id, Map.of(field, value)).status()).isEqualTo(400);
    assertThat(
            hub.patch(SUBCLOUDS + id, Map.of(field, value), "User-Agent", "dcmanager/1.0").status())
        .isEqualTo(200);
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("surprise", "x")).status()).isEqualTo(200);
  }

  @Test
  void aFormOfUnknownFieldsSucceedsAndChangesNothing() {
    int id = hub.added("unknown-fields");
    long changes = hub.count("change");

    var reply =
        hub.form(
            "PATCH", SUBCLOUDS + id, TestHub.ADMIN, Map.of("surprise", "1"), Map.of("fake", "x"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("id").asInt()).isEqualTo(id);
    assertThat(reply.json().get("updated-at").isNull()).isTrue();
    assertThat(hub.count("change")).isEqualTo(changes);
  }

  @Test
  void whatIsNoFormIsRefused() {
    int id = hub.added("no-form");

    assertThat(hub.json("PATCH", SUBCLOUDS + id, "{}").status()).isEqualTo(400);
    assertThat(hub.send("PATCH", SUBCLOUDS + id, TestHub.ADMIN, null, null).status())
        .isEqualTo(400);
    assertThat(hub.patch(SUBCLOUDS + id, Map.of()).status()).isEqualTo(400);
  }

  private static TestHub.Reply rename(int id, String name) {
    return hub.patch(SUBCLOUDS + id, Map.of("name", name));
  }

  private static void assertRefused(int id, Map<String, String> form, int status, String because) {
    var reply = network(id, form);
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body()).contains(because);
  }

  private static TestHub.Reply network(int id, Map<String, String> form) {
    return hub.patch(SUBCLOUDS + id, form);
  }

  private static int group(String name) {
    return hub.json(
            "POST",
            "/v1.0/subcloud-groups",
            """
            {"name": "%s", "description": "d", "update_apply_type": "parallel",
             "max_parallel_subclouds": 1}\
            """
                .formatted(name))
        .json()
        .get("id")
        .asInt();
  }
}
