package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class SubcloudUpdateTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";
  private static final String T = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}";

  @AutoClose private static final TestHub hub = new TestHub();

  @Test
  void managingTakesAnewGenerationIntoAllRows() {
    int id = hub.online("managed");
    long changes = hub.count("change");

    var reply = hub.patch(SUBCLOUDS + "managed", Map.of("management-state", "managed"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("management-state").asText()).isEqualTo("managed");
    assertThat(reply.json().get("created-at").asText()).matches(T);
    assertThat(reply.json().get("updated-at").asText()).matches(T);
    assertThat(reply.json().properties()).hasSize(27);
    assertThat(hub.text("SELECT generation FROM subcloud WHERE id = " + id)).isEqualTo("2");
    assertThat(hub.count("subcloud_status WHERE generation = 2 AND subcloud_id = " + id))
        .isEqualTo(7);
    assertThat(hub.count("change")).isEqualTo(changes + 1);
    assertThat(hub.count("audit_trail WHERE what = 'manage subcloud'")).isPositive();
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed")).status())
        .isEqualTo(422);
  }

  @Test
  void managingNeedsADeployedSubcloudThatIsOnlineUnlessForced() {
    int id = hub.added("forced");
    var manage = Map.of("management-state", "managed");

    var notDeployed = hub.patch(SUBCLOUDS + id, manage);
    hub.deployStatus(id, "complete");
    var offline = hub.patch(SUBCLOUDS + id, manage);
    var forced = hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed", "force", "Yes"));

    assertThat(notDeployed.status()).isEqualTo(422);
    assertThat(notDeployed.body()).contains("not-deployed");
    assertThat(offline.status()).isEqualTo(422);
    assertThat(offline.body()).contains("offline");
    assertThat(forced.status()).isEqualTo(200);
  }

  @Test
  void managingARehomePendingSubcloudCompletesIt() {
    int id = hub.added("rehomed");
    hub.deployStatus(id, "rehome-pending");

    var reply = hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed"));

    assertThat(reply.json().get("deploy-status").asText()).isEqualTo("complete");
  }

  @Test
  void unmanagingForgetsAllStatusesButTheCertificates() {
    int id = hub.online("unmanaged");
    hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed"));
    hub.sql("UPDATE subcloud_status SET sync_status = 'in-sync' WHERE subcloud_id = " + id);

    var reply = hub.patch(SUBCLOUDS + id, Map.of("management-state", "unmanaged"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(
            hub.text(
                "SELECT string_agg(endpoint_type, ',') FROM subcloud_status"
                    + " WHERE sync_status = 'in-sync' AND subcloud_id = "
                    + id))
        .isEqualTo("dc-cert");
    assertThat(hub.count("subcloud_status WHERE generation = 3 AND subcloud_id = " + id))
        .isEqualTo(7);
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("management-state", "unmanaged")).status())
        .isEqualTo(422);
  }

  @Test
  void unmanagingForMigrationMakesItRehomePending() {
    int id = hub.online("migrating");
    hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed"));
    hub.sql("UPDATE subcloud_status SET sync_status = 'in-sync' WHERE subcloud_id = " + id);

    var stillManaged = hub.patch(SUBCLOUDS + id, Map.of("migrate", "true"));
    var reply =
        hub.patch(SUBCLOUDS + id, Map.of("management-state", "unmanaged", "migrate", "true"));

    assertThat(stillManaged.status()).isEqualTo(400);
    assertThat(reply.json().get("deploy-status").asText()).isEqualTo("rehome-pending");
    assertThat(hub.count("subcloud_status WHERE sync_status = 'unknown' AND subcloud_id = " + id))
        .isEqualTo(7);
  }

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

  @ParameterizedTest
  @CsvSource({"bootstrap_address, 10.1.1.1", "install_values, x", "bootstrap_values, x"})
  void whatNoEngineServesYetIsSaidAndNotIgnored(String field, String value) {
    int id = hub.added("unserved-" + field.replace('_', '-'));

    var asField = hub.patch(SUBCLOUDS + id, Map.of(field, value));
    var asFile = hub.form("PATCH", SUBCLOUDS + id, TestHub.ADMIN, Map.of(), Map.of(field, value));

    assertThat(asField.status()).isEqualTo(422);
    assertThat(asFile.body()).contains(field).contains("yet");
  }

  @Test
  void aNewNetworkIsRefusedInTheContractsOrder() {
    int id = hub.added("network");
    var network =
        Map.of(
            "management_subnet", "192.168.102.0/24",
            "management_start_ip", "192.168.102.5",
            "management_end_ip", "192.168.102.49",
            "management_gateway_ip", "192.168.102.1",
            "bootstrap_address", "192.168.102.2");

    assertThat(hub.patch(SUBCLOUDS + id, network).status()).isEqualTo(409);
    hub.deployStatus(id, "secondary");
    assertThat(hub.patch(SUBCLOUDS + id, network).status()).isEqualTo(500);
    hub.deployStatus(id, "complete");
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("management_subnet", "10.0.0.0/8")).status())
        .isEqualTo(422);
    assertThat(hub.patch(SUBCLOUDS + id, network).body()).contains("yet");
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

  @Test
  void operatorsManageAndAdministratorsDoTheRest() {
    int id = hub.online("roles");

    assertThat(hub.patchAs("operator", SUBCLOUDS + id, Map.of("location", "x")).status())
        .isEqualTo(403);
    assertThat(
            hub.patchAs("operator", SUBCLOUDS + id, Map.of("management-state", "managed")).status())
        .isEqualTo(200);
    assertThat(hub.patchAs("reader", SUBCLOUDS + id, Map.of("location", "x")).status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"restore", "reconfigure", "reinstall"})
  void retiredVerbsAreGone(String verb) {
    int id = hub.added("retired-" + verb);

    assertThat(hub.patch(SUBCLOUDS + id + "/" + verb, Map.of("a", "b")).status()).isEqualTo(410);
    assertThat(hub.patch(SUBCLOUDS + "nobody/" + verb, Map.of("a", "b")).status()).isEqualTo(404);
  }

  private static TestHub.Reply rename(int id, String name) {
    return hub.patch(SUBCLOUDS + id, Map.of("name", name));
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
