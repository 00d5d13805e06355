package io.murmuration.central.audittrail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.subcloud.TestHub;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class AuditTrailRoutesTest {
  private static final String TRAIL = "/v1.0/audit-trail";
  private static final String SECRET = "dGVzdHBhc3M=";

  @AutoClose
  private static final TestHub hub =
      new TestHub((transactions, _) -> List.of(new AuditTrailRoutes(transactions)));

  @BeforeAll
  static void somethingWasDone() {
    hub.added("alpha");
    hub.added("alphabet");
    hub.deployStatus(1, "complete");
    hub.patch("/v1.0/subclouds/alpha", Map.of("description", "new"));
    hub.delete("/v1.0/subclouds/alphabet");
    hub.sql(
        """
        INSERT INTO audit_trail (request_id, at, who, project, address, what, target)
        VALUES ('req-old', '2020-02-01 00:00:00Z', 'eve', 'admin', '::1', 'delete 100%', 'a_b'),
               ('req-older', '2020-01-01 00:00:00Z', 'eve', 'admin', '::1', 'delete 100', 'axb')\
        """);
  }

  private static List<JsonNode> page(String query) {
    var reply = hub.get(TRAIL + query);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().get("audit_trail").valueStream().toList();
  }

  private static List<String> deeds(String query) {
    return page(query).stream()
        .map(entry -> entry.get("what").asText() + ": " + entry.get("target").asText())
        .toList();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, UTF_8);
  }

  @Test
  void anEntryTellsWhoDidWhatFromWhere() {
    var entry = page("?target=" + encoded("subcloud alpha ") + "&what=update").getFirst();

    assertThat(entry.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "id",
            "at",
            "request-id",
            "who",
            "project",
            "address",
            "what",
            "target",
            "revision",
            "before-digest",
            "after-digest");
    assertThat(entry.get("who").asText()).isEqualTo("op");
    assertThat(entry.get("address").asText()).isEqualTo("127.0.0.1");
    assertThat(entry.get("target").asText()).isEqualTo("subcloud alpha (1)");
    assertThat(entry.get("request-id").asText()).startsWith("req-");
    assertThat(entry.get("revision").isNumber()).isTrue();
    assertThat(entry.get("before-digest").asText()).matches("[0-9a-f]{64}");
    assertThat(entry.get("at").asText()).matches("\\d{4}-\\d\\d-\\d\\d [\\d:.]+");
  }

  @Test
  void theNewestComesFirst() {
    var ids = page("/").stream().map(entry -> entry.get("id").asLong()).toList();

    assertThat(ids).isSortedAccordingTo((a, b) -> Long.compare(b, a)).hasSizeGreaterThan(5);
  }

  @Test
  void pagesFollowEachOtherWithoutGapAndEnd() {
    var all = page("").stream().map(entry -> entry.get("id").asLong()).toList();
    List<Long> read = new ArrayList<>();
    var path = TRAIL + "?limit=2";
    while (true) {
      var json = hub.get(path).json();
      json.get("audit_trail").forEach(entry -> read.add(entry.get("id").asLong()));
      if (json.get("next-marker").isNull()) {
        break;
      }
      path = TRAIL + "?limit=2&marker=" + json.get("next-marker").asText();
    }

    assertThat(read).isEqualTo(all);
  }

  @Test
  void filtersNarrowTogether() {
    assertThat(deeds("?who=eve")).containsExactly("delete 100: axb", "delete 100%: a_b");
    assertThat(deeds("?who=ev")).isEmpty();
    assertThat(deeds("?what=delete&who=op"))
        .containsExactly("delete subcloud: subcloud alphabet (2)");
    assertThat(deeds("?target=" + encoded("subcloud alpha")))
        .containsExactly(
            "delete subcloud: subcloud alphabet (2)",
            "update subcloud: subcloud alpha (1)",
            "create subcloud: subcloud alphabet (2)",
            "create subcloud: subcloud alpha (1)");
  }

  @Test
  void signsOfPatternsAreOnlySigns() {
    assertThat(deeds("?target=a_")).containsExactly("delete 100%: a_b");
    assertThat(deeds("?what=" + encoded("delete 100%"))).containsExactly("delete 100%: a_b");
    assertThat(deeds("?target=" + encoded("a\\"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-15T00:00:00Z, 1",
    "2020-01-15, 1",
    "2020-01-15 12:30:00.5, 1",
    "2020-02-01T01:00:00+02:00, 1",
    "2020-01-31T19:00:00-05:00, 1",
    "2020-01-31T19:00:01-05:00, 0",
    "2019-12-31T23:59, 2",
  })
  void sinceLeavesTheOlderOut(String since, int left) {
    assertThat(page("?who=eve&since=" + encoded(since))).hasSize(left);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=x",
        "limit=99999999999999999999",
        "marker=x",
        "marker=-1",
        "marker=99999999999999999999",
        "since=yesterday",
        "since=2026-13-01",
        "since=%2B999999999-12-31",
        "since=-0300-01-01T00:00Z",
        "who=a%00b",
        "targt=alpha",
        "offset=3"
      })
  void aMistakeIsNamed(String query) {
    var reply = hub.get(TRAIL + "?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body())
        .contains(query.substring(0, query.indexOf('=')) + ": ")
        .contains("expected");
  }

  @Test
  void noSecretOfARequestIsInIt() {
    assertThat(hub.get(TRAIL + "?limit=1000").body()).doesNotContain(SECRET);
  }

  @Test
  void onlyThoseWhoMayChangeEverythingRead() {
    for (var roles : List.of("reader", "operator", "member", "reader,operator,member")) {
      assertThat(hub.send("GET", TRAIL, roles, null, null).status()).as(roles).isEqualTo(403);
    }
    for (var roles : List.of("admin", "configurator")) {
      assertThat(hub.send("GET", TRAIL, roles, null, null).status()).as(roles).isEqualTo(200);
    }
    assertThat(hub.delete(TRAIL).status()).isEqualTo(405);
  }
}
