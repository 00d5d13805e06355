package io.murmuration.central.drift;

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
import io.murmuration.central.testing.contract.ApiContract;
import io.murmuration.central.testing.contract.Seen;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class DriftPolicyRoutesTest {
  private static final String BASE = "/v1.0/drift-policies";
  private static final String REPORT_DNS =
      "rules: [{kind: platform, type: dns, mode: report}, {kind: identity, mode: enforce}]\n";
  private static final List<String> SCOPES = List.of("/fleet", "/groups/north", "/subclouds/edge7");

  @AutoClose final TestDatabase database = TestDatabase.fresh();
  private final AtomicInteger nudges = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final ApiRouter router = new ApiRouter();

  @BeforeEach
  void mount() {
    var transactions = database.database().transactions();
    new DriftPolicyRoutes(transactions, new Commits(transactions), nudges::incrementAndGet)
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
  void eachScopeKeepsWhatItSaysAndAllAreShown() {
    for (var scope : SCOPES) {
      var put = json(call(HttpMethod.PUT, scope, Map.of(), REPORT_DNS));
      assertThat(put.get("rules").toString())
          .isEqualTo(
              "[{\"kind\":\"identity\",\"type\":null,\"mode\":\"enforce\"},"
                  + "{\"kind\":\"platform\",\"type\":\"dns\",\"mode\":\"report\"}]");
      assertThat(json(call(HttpMethod.GET, scope, Map.of(), ""))).isEqualTo(put);
    }
    assertThat(json(call(HttpMethod.GET, "", Map.of(), "")).get("policies")).hasSize(3);
  }

  @Test
  void aChangeIsOneRevisionInTheOrderOfChangesWithAnAuditEntryAndARepeatIsNone() {
    call(HttpMethod.PUT, "/groups/north", Map.of(), REPORT_DNS);
    call(HttpMethod.PUT, "/groups/north", Map.of(), REPORT_DNS);
    assertThat(rows("SELECT what || ' ' || scope_type || ' ' || scope_id FROM change"))
        .containsExactly("drift-policy group 2");
    assertThat(rows("SELECT what FROM audit_trail")).containsExactly("update drift policy");
    assertThat(nudges).hasValue(1);
  }

  @Test
  void deletedItSaysNothingAndDeletingAgainIsNoChange() {
    for (var scope : SCOPES) {
      call(HttpMethod.PUT, scope, Map.of(), REPORT_DNS);
      assertThat(json(call(HttpMethod.DELETE, scope, Map.of(), "")).get("rules")).isEmpty();
      call(HttpMethod.DELETE, scope, Map.of(), "");
    }
    assertThat(rows("SELECT what FROM change")).hasSize(6);
    assertThat(rows("SELECT mode FROM drift_policy")).isEmpty();
  }

  @Test
  void aGroupOrSubcloudTakesItsPolicyWithIt() {
    call(HttpMethod.PUT, "/subclouds/edge7", Map.of(), REPORT_DNS);
    database.execute("DELETE FROM subcloud WHERE name = 'edge7'");
    assertThat(rows("SELECT mode FROM drift_policy")).isEmpty();
  }

  @Test
  void allMistakesAreToldWithTheirPlaces() {
    var refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                call(
                    HttpMethod.PUT,
                    "/fleet",
                    Map.of(),
                    """
                    rules:
                      - {kind: software, type: x, mode: report}
                      - {kind: platform, type: DNS, mode: ignore}
                      - {kind: platform, mode: report, colour: red}
                      - {kind: platform, mode: enforce}
                    """));
    assertThat(Objects.requireNonNull(refused.error().detail()).lines())
        .containsExactlyInAnyOrder(
            "line 2, column 12: rules[0].kind: \"software\" (expected: platform, identity or dc-cert)",
            "line 3, column 28: rules[1].type: \"DNS\" (expected: a resource type, such as dns)",
            "line 3, column 39: rules[1].mode: \"ignore\" (expected: enforce or report)",
            "line 4, column 44: rules[2].colour: \"red\" (expected: no such field; known: kind, type,"
                + " mode)",
            "line 5, column 5: rules[3]: platform/ given twice (expected: each kind and type once)");
  }

  private List<String> rows(String sql) {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetch(sql).map(row -> row.get(0, String.class)));
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
