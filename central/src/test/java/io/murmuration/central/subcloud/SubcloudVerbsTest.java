package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code PATCH /v1.0/subclouds/{ref}/{verb}}. */
@Tag("database")
class SubcloudVerbsTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";

  @AutoClose private static final TestHub hub = new TestHub();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | endpoint",
        "{\"endpoint\": \"dc-cert\"} | status",
        "{\"endpoint\": \"dc-cert\", \"status\": \"fake\"} | status",
        "{\"endpoint\": \"platform\", \"status\": \"in-sync\"} | endpoint",
        "{\"endpoint\": 1, \"status\": {}} | endpoint",
        "[] | endpoint",
        "no json | body",
      })
  void aWrongCertificateStatusIsTold(String body, String field) {
    int id = hub.added("certificates-" + hub.count("subcloud"));

    var reply = hub.json("PATCH", SUBCLOUDS + id + "/update_status", body);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.body()).contains(field);
  }

  @ParameterizedTest
  @CsvSource({
    "online, complete, in-sync, in-sync",
    "online, complete, out-of-sync, out-of-sync",
    "offline, complete, in-sync, unknown",
    "offline, complete, out-of-sync, out-of-sync",
    "online, secondary, in-sync, unknown",
    "online, secondary, out-of-sync, unknown"
  })
  void aCertificateStatusIsBelievedOnlyWhereItCanBeTrue(
      String availability, String deployStatus, String said, String stored) {
    int id = hub.online("believed-" + hub.count("subcloud"));
    hub.deployStatus(id, deployStatus);
    hub.sql(
        "UPDATE agent_session SET availability = '%s' WHERE subcloud_id = %d"
            .formatted(availability, id));

    var reply =
        hub.json(
            "PATCH",
            SUBCLOUDS + id + "/update_status",
            "{\"endpoint\": \"dc-cert\", \"status\": \"%s\"}".formatted(said));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"result\":\"OK\"}");
    assertThat(hub.get(SUBCLOUDS + id).body())
        .contains("{\"endpoint_type\":\"dc-cert\",\"sync_status\":\"%s\"}".formatted(stored));
  }

  @Test
  void aRepeatedCertificateStatusWritesNothing() {
    int id = hub.online("repeated");
    var path = SUBCLOUDS + id + "/update_status";
    var body = "{\"endpoint\": \"dc-cert\", \"status\": \"%s\"}";
    hub.json("PATCH", path, body.formatted("out-of-sync"));
    assertThat(
            hub.count(
                "audit_trail WHERE what = 'update dc-cert status to out-of-sync'"
                    + " AND target LIKE 'subcloud repeated %' AND revision IS NOT NULL"
                    + " AND before_digest <> after_digest"))
        .isEqualTo(1);
    var rows = List.of("change", "audit_trail", "subcloud WHERE generation > 1", "subcloud_status");
    var before = rows.stream().map(hub::count).toList();
    var generation = hub.text("SELECT generation FROM subcloud WHERE id = " + id);
    int nudges = hub.nudges();

    assertThat(hub.json("PATCH", path, body.formatted("out-of-sync")).status()).isEqualTo(200);
    hub.sql("UPDATE agent_session SET availability = 'offline' WHERE subcloud_id = " + id);
    assertThat(hub.json("PATCH", path, body.formatted("in-sync")).status()).isEqualTo(200);

    assertThat(rows.stream().map(hub::count).toList()).isEqualTo(before);
    assertThat(hub.text("SELECT generation FROM subcloud WHERE id = " + id)).isEqualTo(generation);
    assertThat(hub.nudges()).isEqualTo(nudges);
  }

  @Test
  void aCertificateMonitorAsksByRegion() {
    int id = hub.added("by-region");
    var region = hub.text("SELECT region_name FROM subcloud WHERE id = " + id);
    var body = "{\"endpoint\": \"dc-cert\", \"status\": \"unknown\"}";
    var path = SUBCLOUDS + region + "/update_status";

    assertThat(hub.json("PATCH", path, body).status()).isEqualTo(404);
    assertThat(
            hub.send(
                    "PATCH",
                    path,
                    TestHub.ADMIN,
                    "application/json",
                    body,
                    "User-Agent",
                    "cert-mon/1.0")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"redeploy", "prestage"})
  void whatHasNoEngineIsNotThereAndSaysSo(String verb) {
    int id = hub.added("no-" + verb);

    var reply = hub.json("PATCH", SUBCLOUDS + id + "/" + verb, "{}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains(verb + " is not available in this version");
    assertThat(hub.json("PATCH", SUBCLOUDS + "nobody/" + verb, "{}").body())
        .contains("Subcloud not found");
  }

  @ParameterizedTest
  @CsvSource({"restore", "reconfigure", "reinstall"})
  void retiredVerbsAreGone(String verb) {
    int id = hub.added("retired-" + verb);

    assertThat(hub.patch(SUBCLOUDS + id + "/" + verb, Map.of("a", "b")).status()).isEqualTo(410);
    assertThat(hub.patch(SUBCLOUDS + "nobody/" + verb, Map.of("a", "b")).status()).isEqualTo(404);
  }
}
