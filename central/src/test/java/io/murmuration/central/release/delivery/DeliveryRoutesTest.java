package io.murmuration.central.release.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.central.subcloud.TestHub;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class DeliveryRoutesTest {
  private static final String ID = "starlingx-26.03.1";
  private static final String DELIVERIES = "/v1.0/releases/" + ID + "/deliveries";
  private static final Map<SubcloudId, LiveDeliveries.Told> TOLD = new ConcurrentHashMap<>();

  @AutoClose
  private static final TestHub hub =
      new TestHub((transactions, commits) ->
          List.of(
              new Deliveries(transactions)
                  .routes(
                      commits,
                      new Operations(new NothingIsSecret(), UUID::randomUUID),
                      DeliveryRoutesTest::told,
                      () -> {})));

  private static final class NothingIsSecret implements ArgumentSeal {
    @Override
    public byte[] seal(byte[] arguments) {
      throw new IllegalStateException("nothing here is secret");
    }

    @Override
    public byte[] open(byte[] sealed) {
      throw new IllegalStateException("nothing here is secret");
    }
  }

  private static Optional<LiveDeliveries.Told> told(SubcloudId subcloud, OperationId operation) {
    return Optional.ofNullable(TOLD.get(subcloud));
  }

  @BeforeEach
  void aReleaseAndTwoSites() {
    TOLD.clear();
    hub.sql(
        """
        DELETE FROM release_delivery; DELETE FROM operation; DELETE FROM release;
        DELETE FROM subcloud;
        INSERT INTO release (release_id, sw_version, summary, registered_by)
        VALUES ('starlingx-26.03.1', '26.03.1', '', 'ada');
        INSERT INTO release_file (release_id, name, position, sha256, size)
        VALUES ('starlingx-26.03.1', 'a.patch', 0, repeat('ab', 32), 1000)
        """);
    hub.added("edge-a");
    hub.added("edge-b");
  }

  private static JsonNode order(String body) {
    var reply = hub.json("POST", DELIVERIES, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static List<String> values(JsonNode answer, String field) {
    return answer.get("deliveries").valueStream().map(d -> d.get(field).asText()).toList();
  }

  @Test
  void aGroupIsAnOperationForEachOfItsSites() {
    var answer = order("{\"group\": \"Default\"}");
    assertThat(values(answer, "subcloud")).containsExactly("edge-a", "edge-b");
    assertThat(values(answer, "reason")).containsOnly("waiting for the site, which is offline");
    assertThat(answer.get("summary").toString()).isEqualTo("{\"subclouds\":2,\"created\":2}");
    assertThat(hub.text("SELECT DISTINCT convert_from(arguments, 'UTF8') FROM operation"))
        .isEqualTo(
            "{\"files\":[{\"name\":\"a.patch\",\"sha256\":\"%s\",\"size\":1000}],\"release_id\":\"%s\"}"
                .formatted("ab".repeat(32), ID));
    assertThat(hub.text("SELECT DISTINCT type || ' ' || class FROM operation"))
        .isEqualTo("release.load download");
  }

  @Test
  void whatIsOnItsWayStaysAsItIsAndWhatFailedIsTriedAnew() {
    var first = order("{\"subclouds\": [\"edge-a\", \"edge-b\"]}");
    hub.sql(
        "UPDATE operation SET state = 'failed', details = 'no room' WHERE subcloud_id ="
            + " (SELECT id FROM subcloud WHERE name = 'edge-b')");
    var again = order("{\"subclouds\": [\"edge-a\", \"edge-b\"]}");
    assertThat(values(again, "operation").getFirst())
        .isEqualTo(values(first, "operation").getFirst());
    assertThat(values(again, "operation").getLast())
        .isNotEqualTo(values(first, "operation").getLast());
    assertThat(values(again, "state")).containsExactly("created", "created");
  }

  @Test
  void aDeliveryOfUnknownOutcomeIsTriedAnewAndHoldsNothingUp() {
    var first = order("{\"subcloud\": \"edge-a\"}");
    hub.sql("UPDATE operation SET state = 'unknown'");
    var again = order("{\"subcloud\": \"edge-a\"}");
    assertThat(values(again, "state")).containsExactly("created");
    assertThat(values(again, "operation")).isNotEqualTo(values(first, "operation"));
    assertThat(values(hub.delete(DELIVERIES).json(), "state")).containsExactly("cancelled");
  }

  @Test
  void progressIsWhatTheSiteToldAndNothingElse() {
    order("{\"subcloud\": \"edge-a\"}");
    hub.sql("UPDATE operation SET state = 'running'");
    hub.sql("UPDATE agent_session SET availability = 'online'");
    var id = new SubcloudId(Long.parseLong(hub.text("SELECT subcloud_id::text FROM operation")));
    TOLD.put(id, new LiveDeliveries.Told(47, "500 of 1000 bytes"));
    var running = hub.get(DELIVERIES).json().at("/deliveries/0");
    assertThat(running.get("percent").asInt()).isEqualTo(47);
    assertThat(running.get("bytes").asInt()).isEqualTo(500);
    TOLD.clear();
    assertThat(hub.get(DELIVERIES).json().at("/deliveries/0/bytes").isNull()).isTrue();
    hub.sql("UPDATE operation SET state = 'succeeded', details = 'loaded, state available'");
    var done = hub.get(DELIVERIES).json().at("/deliveries/0");
    assertThat(done.get("bytes").asInt()).isEqualTo(1000);
    assertThat(done.get("percent").asInt()).isEqualTo(100);
    assertThat(done.get("reason").asText()).isEqualTo("loaded, state available");
  }

  @Test
  void oneOrAllAreCancelled() {
    order("{\"group\": 1}");
    var one = hub.delete(DELIVERIES + "/edge-b").json();
    assertThat(values(one, "state")).containsExactly("created", "cancelled");
    var all = hub.delete(DELIVERIES).json();
    assertThat(values(all, "state")).containsExactly("cancelled", "cancelled");
    assertThat(hub.delete(DELIVERIES + "/nobody").status()).isEqualTo(404);
  }

  @Test
  void ordersThatMakeNoSenseAreRefusedWithAllTheirMistakes() {
    var reply =
        hub.json("POST", DELIVERIES, "{\"subcloud\": \"\", \"when\": 1, \"start-within\": \"1s\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("when").contains("start-within").contains("subcloud");
    assertThat(hub.json("POST", DELIVERIES, "{\"subcloud\": \"nobody\"}").status()).isEqualTo(404);
    assertThat(hub.json("POST", "/v1.0/releases/other/deliveries", "{\"group\": 1}").status())
        .isEqualTo(404);
    assertThat(hub.get("/v1.0/releases/other/deliveries").status()).isEqualTo(404);
  }
}
