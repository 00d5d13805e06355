package io.murmuration.central.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.subcloud.TestHub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class AlarmRoutesTest {
  private static final String ALARMS = "/v1.0/alarms";

  @AutoClose
  private static final TestHub hub =
      new TestHub((transactions, _) -> List.of(new AlarmRoutes(transactions)));

  private static List<JsonNode> summaries() {
    return hub.get(ALARMS + "/").json().get("alarm_summary").valueStream().toList();
  }

  private static Optional<JsonNode> summary(String name) {
    return summaries().stream()
        .filter(summary -> summary.get("region_name").asText().equals(name))
        .findFirst();
  }

  private static void counted(int id) {
    hub.sql(
        """
        UPDATE alarm_summary SET critical_alarms = 0, major_alarms = 2, minor_alarms = 1,
          warnings = 3, cloud_status = 'degraded' WHERE subcloud_id = %d\
        """
            .formatted(id));
  }

  private static void assertDisabled(JsonNode summary) {
    for (var counter : List.of("critical_alarms", "major_alarms", "minor_alarms", "warnings")) {
      assertThat(summary.get(counter).isInt()).isTrue();
      assertThat(summary.get(counter).asInt()).as(counter).isEqualTo(-1);
    }
    assertThat(summary.get("cloud_status").asText()).isEqualTo("disabled");
  }

  @Test
  void aNewSubcloudHasARowThatNobodyCountsYet() {
    hub.added("new");

    var summary = summary("new").orElseThrow();

    assertThat(summary.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "region_name",
            "uuid",
            "critical_alarms",
            "major_alarms",
            "minor_alarms",
            "warnings",
            "cloud_status");
    assertThat(summary.get("uuid").asText()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertDisabled(summary);
  }

  @Test
  void theNewestComesFirst() {
    hub.added("older");
    hub.added("newer");

    assertThat(summaries().stream().map(summary -> summary.get("region_name").asText()))
        .containsSubsequence("newer", "older");
  }

  @Test
  void aRenamedSubcloudKeepsItsRow() {
    int id = hub.added("before");
    hub.deployStatus(id, "complete");
    counted(id);
    var uuid = summary("before").orElseThrow().get("uuid");

    hub.patch("/v1.0/subclouds/before", Map.of("name", "after"));

    assertThat(summary("before")).isEmpty();
    var summary = summary("after").orElseThrow();
    assertThat(summary.get("uuid")).isEqualTo(uuid);
    assertThat(summary.get("major_alarms").asInt()).isEqualTo(2);
    assertThat(summary.get("cloud_status").asText()).isEqualTo("degraded");
  }

  @Test
  void unmanagingForgetsTheCountsAndOtherUpdatesDoNot() {
    int id = hub.online("watched");
    hub.patch("/v1.0/subclouds/watched", Map.of("management-state", "managed"));
    counted(id);

    hub.patch("/v1.0/subclouds/watched", Map.of("description", "still watched"));
    assertThat(summary("watched").orElseThrow().get("warnings").asInt()).isEqualTo(3);

    hub.patch("/v1.0/subclouds/watched", Map.of("management-state", "unmanaged"));
    assertDisabled(summary("watched").orElseThrow());
  }

  @Test
  void aDeletedSubcloudHasNoRow() {
    int id = hub.added("gone");

    hub.delete("/v1.0/subclouds/gone");

    assertThat(summary("gone")).isEmpty();
    assertThat(hub.count("alarm_summary WHERE subcloud_id = " + id)).isZero();
  }

  @Test
  void onlyReadersReadAndNobodyWrites() {
    assertThat(hub.send("GET", ALARMS, "admin", null, null).status()).isEqualTo(403);
    assertThat(hub.send("GET", ALARMS, "reader", null, null).status()).isEqualTo(200);
    assertThat(hub.json("POST", ALARMS, "{}").status()).isEqualTo(405);
    assertThat(hub.get(ALARMS + "/1").status()).isEqualTo(404);
  }
}
