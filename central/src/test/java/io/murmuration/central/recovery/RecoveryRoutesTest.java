package io.murmuration.central.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.recovery.conflict.ConflictRoutes;
import io.murmuration.central.subcloud.TestHub;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RecoveryRoutesTest {
  private static final String RECOVERY = "/v1.0/recovery";
  private static final String CONFLICTS = "/v1.0/conflicts";
  private static final String RESOLUTIONS = "/v1.0/conflict-resolutions";

  @AutoClose
  private static final TestHub hub =
      new TestHub((transactions, commits) ->
          List.of(
              new RecoveryRoutes(transactions, commits, UUID::randomUUID, _ -> {}),
              new ConflictRoutes(
                  transactions,
                  commits,
                  id -> id.value() == 1 ? Optional.of(difference()) : Optional.empty(),
                  UUID::randomUUID,
                  InstantSource.system(),
                  () -> {})));

  @BeforeAll
  static void subclouds() {
    hub.online("one");
    hub.online("two");
    hub.added("away");
    hub.sql("UPDATE agent_session SET availability = 'offline' WHERE subcloud_id = 3");
    hub.sql("INSERT INTO agent_session (subcloud_id) VALUES (3) ON CONFLICT DO NOTHING");
  }

  @BeforeEach
  void reset() {
    hub.sql("DELETE FROM conflict");
    hub.sql("UPDATE hub SET hold = NULL, held_since = NULL, held_at = NULL");
    hub.sql("UPDATE agent_session SET hub_epoch = (SELECT epoch FROM hub)");
  }

  private static JsonNode difference() {
    var json = JsonNodeFactory.instance.objectNode().put("id", 1).put("name", "one");
    json.putArray("drift");
    json.putArray("not-wanted");
    json.putArray("unanswered");
    return json.put("not-listed", 0);
  }

  private static void conflict(int subcloud, String kind) {
    hub.sql(
        """
        INSERT INTO conflict (subcloud_id, kind, held_epoch, held_lineage, held_revision, known,
                              hub_epoch, session_epoch)
        VALUES (%d, '%s', 1, 'lost', 150, true, 1, 1)
        """
            .formatted(subcloud, kind));
  }

  @Test
  void aHeldHubSaysSoAndIsRecoveredOnce() {
    hub.sql("UPDATE hub SET hold = 'was it restored?', held_since = now(), held_at = seq");
    var held = hub.get(RECOVERY).json();
    assertThat(held.get("held").asBoolean()).isTrue();
    assertThat(held.get("why").asText()).isEqualTo("was it restored?");
    long epoch = held.get("epoch").asLong();
    conflict(1, "platform");
    var refused = hub.json("POST", RESOLUTIONS, "{\"action\": \"force\", \"scope\": \"fleet\"}");
    assertThat(refused.status()).isEqualTo(409);

    var order = "{\"epoch\": %d, \"reason\": \"the disk was lost\"}".formatted(epoch);
    var done = hub.json("POST", RECOVERY, order);
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(done.json().get("epoch").asLong()).isEqualTo(epoch + 1);
    assertThat(done.json().get("revision").asLong() % 1_000_000).isEqualTo(1);
    assertThat(hub.json("POST", RECOVERY, order).status()).isEqualTo(409);
    var now = hub.get(RECOVERY).json();
    assertThat(now.get("held").asBoolean()).isFalse();
    assertThat(now.get("why").isNull()).isTrue();
    assertThat(now.at("/epochs/0/reason").asText()).isEqualTo("the disk was lost");
    assertThat(now.get("subclouds-in-conflict").asInt()).isEqualTo(1);
  }

  @Test
  void everyMistakeOfAnOrderIsTold() {
    var wrong =
        hub.json("POST", RECOVERY, "{\"epoch\": \"1\", \"shared-revision\": -1, \"why\": 1}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("why", "epoch", "shared-revision", "reason");
    var future =
        "{\"epoch\": %s, \"reason\": \"x\", \"shared-revision\": 999999999999}"
            .formatted(hub.get(RECOVERY).json().get("epoch"));
    assertThat(hub.json("POST", RECOVERY, future).status()).isEqualTo(400);
    var order = hub.json("POST", RESOLUTIONS, "{\"action\": \"guess\", \"scope\": \"group\"}");
    assertThat(order.status()).isEqualTo(400);
    assertThat(order.body()).contains("action", "ref");
    assertThat(hub.get(CONFLICTS + "?kind=software&colour=red").status()).isEqualTo(400);
  }

  @Test
  void conflictsAreListedFilteredPagedAndShown() {
    conflict(1, "platform");
    conflict(1, "identity");
    conflict(2, "platform");
    assertThat(hub.get(CONFLICTS).json().get("conflicts")).hasSize(3);
    var page = hub.get(CONFLICTS + "?limit=1&group=Default").json();
    assertThat(page.get("conflicts")).hasSize(2);
    assertThat(page.get("next-marker").asInt()).isEqualTo(1);
    assertThat(hub.get(CONFLICTS + "?marker=1").json().get("conflicts")).hasSize(1);
    assertThat(hub.get(CONFLICTS + "?kind=identity").json().get("conflicts")).hasSize(1);
    assertThat(hub.get(CONFLICTS + "?group=nowhere").status()).isEqualTo(404);

    var one = hub.get(CONFLICTS + "/one").json();
    assertThat(one.get("conflicts")).hasSize(2);
    assertThat(one.at("/conflicts/0/held/revision").asInt()).isEqualTo(150);
    assertThat(one.at("/difference/name").asText()).isEqualTo("one");
    assertThat(hub.get(CONFLICTS + "/2").json().get("difference").isNull()).isTrue();
    assertThat(hub.get(CONFLICTS + "/away").status()).isEqualTo(404);
  }

  @Test
  void whatIsForcedIsARevisionOfEachSubcloudAndWhoIsAwayIsRefused() {
    conflict(1, "platform");
    conflict(1, "identity");
    conflict(2, "platform");
    conflict(3, "platform");
    var order = "{\"action\": \"force\", \"scope\": \"group\", \"ref\": \"Default\"}";
    var forced = hub.json("POST", RESOLUTIONS, order).json();
    assertThat(forced.at("/progress/sent").asInt()).as(forced.toString()).isEqualTo(2);
    assertThat(forced.at("/progress/refused").asInt()).isEqualTo(1);
    long first = forced.at("/subclouds/0/revision").asLong();
    assertThat(forced.at("/subclouds/1/revision").asLong()).isEqualTo(first + 1);
    assertThat(forced.at("/subclouds/2/details").asText()).contains("expected: online");
    var shown = hub.get(RESOLUTIONS + "/" + forced.get("id").asText()).json();
    assertThat(shown.get("progress")).isEqualTo(forced.get("progress"));
    assertThat(hub.get(CONFLICTS + "/two").json().at("/conflicts/0/state").asText())
        .isEqualTo("sent");

    var again = hub.json("POST", RESOLUTIONS, order).json();
    assertThat(again.at("/subclouds/0/details").asText()).isEqualTo("ordered before");
    assertThat(again.at("/subclouds/0/revision").asLong()).isEqualTo(first);
    var other = "{\"action\": \"adopt\", \"scope\": \"subcloud\", \"ref\": \"two\"}";
    assertThat(hub.json("POST", RESOLUTIONS, other).json().at("/progress/refused").asInt())
        .isEqualTo(1);
    var nobody = "{\"action\": \"adopt\", \"scope\": \"subcloud\", \"ref\": \"nobody\"}";
    assertThat(hub.json("POST", RESOLUTIONS, nobody).status()).isEqualTo(404);
    assertThat(hub.get(RESOLUTIONS + "/1").status()).isEqualTo(404);
  }
}
