package io.murmuration.central.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.RestFixture;
import io.murmuration.schema.testing.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class NodeRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID A = new UUID(0, 1);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final AtomicInteger nudges = new AtomicInteger();

  @AutoClose
  private final RestFixture rest =
      RestFixture.serving(
          new NodeRoutes(
              new NodeService(
                  database.database().transactions(),
                  new Commits(database.database().transactions()),
                  nudges::incrementAndGet)));

  @BeforeEach
  void twoNodesAndAFormerOne() {
    database.execute(
        """
        INSERT INTO node (incarnation, name, address, started_at, lease_until, place, version,
          streams, most_streams)
        VALUES ('%s', 'a', '', now() - interval '1 h', clock_timestamp() + interval '10 s',
                'a:8121', '1.0', 7, 100),
               ('00000000-0000-0000-0000-000000000009', 'a', '', now() - interval '2 h',
                clock_timestamp() - interval '1 h', 'old:8121', '0.9', 3, 100);
        INSERT INTO node (incarnation, name, address, lease_until)
        VALUES ('00000000-0000-0000-0000-000000000002', 'b', '', clock_timestamp() + interval '9 s')
        """
            .formatted(A));
  }

  private HttpResponse<String> send(String method, String path, String token) {
    return rest.send(
        rest.request(path, token).method(method, HttpRequest.BodyPublishers.noBody()).build());
  }

  private JsonNode json(String method, String path) throws Exception {
    var answer = send(method, path, "admin");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Test
  void eachNameIsShownOnceAsItsNewestIncarnation() throws Exception {
    var nodes = json("GET", "/v1.0/nodes").get("nodes");
    assertThat(nodes).hasSize(2);
    assertThat(nodes.get(0).get("incarnation").asText()).isEqualTo(A.toString());
    assertThat(nodes.get(0).get("streams").asInt()).isEqualTo(7);
    assertThat(nodes.get(0).get("health").asText()).isEqualTo("ok");
    assertThat(nodes.get(0).get("lease-age-ms").asInt()).isBetween(4_000, 15_000);
    // of an earlier build, which does not say
    assertThat(nodes.get(1).get("version").isNull()).isTrue();
    assertThat(json("GET", "/v1.0/nodes/a")).isNotNull();
  }

  @Test
  void aNameThatNoNodeHadLatelyIsNotFound() {
    assertThat(send("GET", "/v1.0/nodes/c", "admin").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/v1.0/nodes/c/drain", "admin").statusCode()).isEqualTo(404);
    assertThat(send("POST", "/v1.0/nodes/c/resume", "admin").statusCode()).isEqualTo(404);
  }

  @Test
  void drainIsARowThatStaysUntilTheNodeIsResumed() throws Exception {
    var drained = json("POST", "/v1.0/nodes/a/drain");
    assertThat(drained.get("drain").get("by").asText()).isEqualTo("admin");
    assertThat(drained.get("drain").get("left").asInt()).isEqualTo(7);
    assertThat(json("POST", "/v1.0/nodes/a/drain").get("drain").get("since"))
        .isEqualTo(drained.get("drain").get("since"));
    assertThat(json("POST", "/v1.0/nodes/a/resume").get("drain").isNull()).isTrue();
    assertThat(json("POST", "/v1.0/nodes/a/resume").get("drain").isNull()).isTrue();
    assertThat(audited()).isEqualTo("drain node node a, resume node node a");
    assertThat(nudges).hasValue(4);
  }

  @Test
  void theLastNodeThatTakesAgentsIsNotDrained() throws Exception {
    json("POST", "/v1.0/nodes/b/drain");
    var refused = send("POST", "/v1.0/nodes/a/drain", "admin");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("no other node takes agents now");
  }

  private String audited() {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT string_agg(what || ' ' || target, ', ' ORDER BY id) FROM audit_trail")
                .get(0, String.class));
  }
}
