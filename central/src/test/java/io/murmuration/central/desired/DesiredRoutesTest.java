package io.murmuration.central.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Body;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Json;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.central.testing.contract.ApiContract;
import io.murmuration.central.testing.contract.Seen;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class DesiredRoutesTest {
  private static final String BASE = "/v1.0/desired";
  private static final String DNS =
      "{\"items\": [{\"type\": \"dns\", \"value\": {\"nameservers\": [\"192.0.2.%d\"]}}]}";

  @AutoClose final TestDatabase database = TestDatabase.fresh();
  private final AtomicInteger nudges = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final ApiRouter router = new ApiRouter();

  @BeforeEach
  void mount() {
    var transactions = database.database().transactions();
    new DesiredRoutes(
            transactions,
            new Commits(transactions),
            new ReversingSeal(),
            _ -> nudges.incrementAndGet())
        .mount(router);
    database.execute(
        """
        INSERT INTO subcloud_group (name, description, update_apply_type, max_parallel_subclouds)
        VALUES ('north', 'n', 'parallel', 2)
        """);
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, deploy_status, region_name, management_subnet,
          management_gateway_ip, management_start_ip, management_end_ip,
          systemcontroller_gateway_ip, external_oam_subnet_ip_family, group_id)
        VALUES ('edge7', '25.09', 'complete', 'r7', '', '', '', '', '', '4', 2)
        """);
  }

  @Test
  void oneFleetWideChangeWritesFiveRowsWithFiveStatements() {
    declare("/fleet", DNS.formatted(1));
    var before = database.database().statements().now();
    declare("/fleet", DNS.formatted(2));
    var cost = database.database().statements().now().since(before);
    assertThat(cost.rowsWritten()).isLessThanOrEqualTo(5);
    assertThat(cost.statements()).isLessThanOrEqualTo(5);
    assertThat(rowsNow("desired_item")).isEqualTo(2);
    assertThat(rowsNow("change")).isEqualTo(2);
    assertThat(rowsNow("audit_trail")).isEqualTo(2);
    assertThat(rowsNow("desired_head")).isEqualTo(1);
    assertThat(nudges).hasValue(2);
  }

  @Test
  void declaringTheSameAgainChangesNothing() {
    declare("/fleet", DNS.formatted(1));
    var again = declare("/fleet", DNS.formatted(1));
    assertThat(again.get("revision").isNull()).isTrue();
    assertThat(rowsNow("change")).isEqualTo(1);
  }

  @Test
  void aDryRunShowsTheDifferenceAndStoresNothing() {
    var answer = json(call(HttpMethod.POST, "/fleet", Map.of("dry-run", "true"), DNS.formatted(1)));
    assertThat(answer.at("/changes/0/after/value/nameservers/0").asText()).isEqualTo("192.0.2.1");
    assertThat(answer.at("/dry-run").asBoolean()).isTrue();
    assertThat(rowsNow("change")).isZero();
    assertThat(rowsNow("desired_item")).isZero();
  }

  @Test
  void theNearestScopeThatHasAnOpinionWins() {
    declare("/fleet", DNS.formatted(1));
    declare("/groups/north", DNS.formatted(2));
    assertThat(effective("edge7").at("/items/0/value/nameservers/0").asText())
        .isEqualTo("192.0.2.2");
    json(call(HttpMethod.DELETE, "/groups/north/items/dns/default", Map.of(), ""));
    assertThat(effective("edge7").at("/items/0/value/nameservers/0").asText())
        .isEqualTo("192.0.2.1");
    declare("/subclouds/edge7", "{\"items\": [{\"type\": \"dns\", \"state\": \"absent\"}]}");
    assertThat(effective("edge7").at("/items/0/state").asText()).isEqualTo("absent");
  }

  @Test
  void rollingBackIsANewRevisionThatSaysWhatAnEarlierOneSaid() {
    long first = declare("/fleet", DNS.formatted(1)).get("revision").asLong();
    declare("/fleet", DNS.formatted(2));
    declare(
        "/fleet",
        "{\"items\": [{\"type\": \"ntp\", \"value\": {\"ntpservers\": [\"t.example\"]}}]}");
    var back = json(call(HttpMethod.POST, "/fleet/rollback", Map.of(), "revision: " + first));
    assertThat(back.get("revision").asLong()).isEqualTo(4);
    var now = json(call(HttpMethod.GET, "/fleet", Map.of(), ""));
    assertThat(now.get("items")).hasSize(1);
    assertThat(now.at("/items/0/value/nameservers/0").asText()).isEqualTo("192.0.2.1");
    var history = json(call(HttpMethod.GET, "/fleet/history", Map.of(), ""));
    assertThat(history.get("revisions")).hasSize(4);
    assertThat(history.at("/revisions/0/who").asText()).isEqualTo("ada");
  }

  @Test
  void theDifferenceOfTwoRevisionsShowsBothSides() {
    long first = declare("/fleet", DNS.formatted(1)).get("revision").asLong();
    declare("/fleet", DNS.formatted(2));
    var diff = json(call(HttpMethod.GET, "/fleet/diff", Map.of("from", Long.toString(first)), ""));
    assertThat(diff.at("/changes/0/before/value/nameservers/0").asText()).isEqualTo("192.0.2.1");
    assertThat(diff.at("/changes/0/after/value/nameservers/0").asText()).isEqualTo("192.0.2.2");
  }

  @Test
  void wrongInputIsRefusedAndNothingIsStored() {
    assertRefused(HttpMethod.POST, "/fleet", "items: 7", 400);
    assertRefused(HttpMethod.POST, "/groups/nowhere", DNS.formatted(1), 404);
    assertRefused(HttpMethod.POST, "/subclouds/99", DNS.formatted(1), 404);
    assertRefused(HttpMethod.POST, "/fleet/rollback", "revision: 77", 400);
    assertRefused(HttpMethod.DELETE, "/fleet/items/bgp/x", "", 400);
    assertRefused(HttpMethod.DELETE, "/fleet/items/dns/default", "", 404);
    assertThat(rowsNow("change")).isZero();
    assertThat(rowsNow("audit_trail")).isZero();
  }

  private void assertRefused(HttpMethod method, String path, String body, int status) {
    int answered;
    try {
      answered =
          call(method, path, Map.of(), body) instanceof Answer.No(var error) ? error.status() : 200;
    } catch (RefusedException e) {
      answered = e.error().status();
    }
    assertThat(answered).as(method + " " + path).isEqualTo(status);
  }

  @Test
  void aDeclarationThatIsTooLongIsNotRead() {
    var longest = "#".repeat(DesiredRoutes.MOST_CHARACTERS + 1);
    var refused =
        catchThrowableOfType(
            RefusedException.class, () -> call(HttpMethod.POST, "/fleet", Map.of(), longest));
    assertThat(refused.error().status()).isEqualTo(413);
    assertThat(refused.error().detail()).contains("1048577").contains("in parts");
    assertThat(rowsNow("change")).isZero();
  }

  @Test
  void aQueryThatIsNoNumberIsNamed() {
    var answer = call(HttpMethod.GET, "/fleet/diff", Map.of("from", "x", "to", "-1"), "");
    assertThat(((Answer.No) answer).error().detail()).contains("from: x", "to: -1");
    assertThat(
            catchThrowableOfType(
                RefusedException.class,
                () -> call(HttpMethod.POST, "/fleet", Map.of("dry-run", "7"), DNS.formatted(1))))
        .isNotNull();
  }

  private JsonNode declare(String path, String body) {
    return json(call(HttpMethod.POST, path, Map.of(), body));
  }

  private JsonNode effective(String subcloud) {
    return json(call(HttpMethod.GET, "/subclouds/" + subcloud + "/effective", Map.of(), ""));
  }

  private int rowsNow(String table) {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetchSingle("SELECT count(*) FROM " + table).get(0, Integer.class));
  }

  private static JsonNode json(Answer answer) {
    try {
      return new ObjectMapper().readTree(Json.bytes(((Answer.Json) answer).body()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Finds the route as the server does and calls it. */
  private Answer call(HttpMethod method, String below, Map<String, String> query, String body) {
    var segments = (BASE + below).split("/", -1);
    for (var route : router.routes()) {
      var pattern = route.path().split("/", -1);
      if (route.method() == method && pattern.length == segments.length) {
        var params = new TreeMap<String, String>();
        boolean fits = true;
        for (int i = 0; i < pattern.length; i++) {
          if (pattern[i].startsWith(":")) {
            params.put(pattern[i].substring(1), segments[i]);
          } else {
            fits &= pattern[i].equals(segments[i]);
          }
        }
        if (fits) {
          var answer =
              route
                  .endpoint()
                  .handle(
                      new Request(
                          method,
                          BASE + below,
                          params,
                          query,
                          Map.of(),
                          new Caller("ada", "admin", Set.of("admin"), "127.0.0.1"),
                          "req-" + requests.incrementAndGet(),
                          new Body("application/yaml", body.getBytes(StandardCharsets.UTF_8))));
          if (answer instanceof Answer.Json json) {
            ApiContract.check(Seen.of(method, BASE + below, json));
          }
          return answer;
        }
      }
    }
    throw new AssertionError("no route for " + method + " " + below);
  }
}
