package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.ApiRouter.Route;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.api.http.RestMetrics;
import io.murmuration.central.api.http.RestPorts;
import io.murmuration.central.api.http.RestServer;
import io.murmuration.central.api.http.RestSettings;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.central.testing.FormBody;
import io.murmuration.central.testing.RecordingFaults;
import io.murmuration.central.testing.contract.OpenApi;
import io.murmuration.central.testing.contract.Operation;
import io.murmuration.central.testing.contract.Samples;
import io.murmuration.central.testing.contract.Samples.Sample;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold for every resource of a node, walked over all of them. */
@Tag("database")
class EveryRouteTest {
  private static final String ADMIN = "admin,member,reader";

  /** Which roles pass, by rule; the contract's table of rule sets. */
  private static final Map<String, Set<String>> ROLES =
      Map.of(
          "READ", Set.of("reader", "operator", "configurator"),
          "ADMIN", Set.of("admin"),
          "ADMIN_CFG", Set.of("admin", "configurator"),
          "ADMIN_OPER_CFG", Set.of("admin", "operator", "configurator"));

  private static final List<String> ROLE_SETS =
      List.of("admin", "reader", "operator", "configurator", "member", ADMIN);
  private static final List<String> PROJECTS = List.of("admin", "services", "other");

  /** The contract's policy, resource by resource, and ours for what only this hub has. */
  private static final String POLICY =
      """
      GET    /                                                    PUBLIC
      GET    /health                                              PUBLIC
      GET    /v1.0/openapi.yaml                                   PUBLIC
      GET    /metrics                                             ANY_TOKEN
      GET    /v1.0/trust-bundle                                   ANY_TOKEN
      POST   /v1.0/notifications                                  ANY_TOKEN
      GET    /v1.0/audit-trail                                    ADMIN_CFG
      GET    *                                                    READ
      POST   /v1.0/recovery                                       ADMIN
      POST   /v1.0/conflict-resolutions                           ADMIN
      POST   /v1.0/audits                                         ADMIN_OPER_CFG
      POST   /v1.0/subclouds/{ref}/retry                          ADMIN_OPER_CFG
      POST   /v1.0/nodes/{id}/drain                               ADMIN_OPER_CFG
      POST   /v1.0/nodes/{id}/resume                              ADMIN_OPER_CFG
      POST   *                                                    ADMIN_CFG
      PATCH  *                                                    ADMIN_CFG
      PUT    *                                                    ADMIN_CFG
      DELETE *                                                    ADMIN_CFG
      """;

  @TempDir private static Path data;
  private static RunningCentral hub;

  @BeforeAll
  static void start() {
    var tokens = new ArrayList<String>();
    ROLE_SETS.forEach(roles -> PROJECTS.forEach(p -> tokens.add(RunningCentral.token(roles, p))));
    hub = new RunningCentral(data, tokens);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  static List<Operation> operations() {
    return OpenApi.served().operations();
  }

  @Test
  void theDocumentAndTheRouterHaveTheSameResources() {
    assertThat(operations().stream().map(Operation::toString).sorted())
        .isEqualTo(hub.routes().stream().map(EveryRouteTest::name).sorted().toList());
    assertThat(operations())
        .allSatisfy(o -> assertThat(Samples.of(o)).as("a sample for %s", o).isPresent());
  }

  private static String name(Route route) {
    return route.method() + " " + route.path().replaceAll(":([a-z]+)", "{$1}");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whoMayNotIsRefusedAndChangesNothing(Operation operation) {
    var before = hub.fingerprint();
    var rule = rule(operation);
    if (!rule.equals("PUBLIC")) {
      assertThat(send(operation, "", sample(operation)).statusCode()).isEqualTo(401);
      assertThat(send(operation, "nobody@admin", sample(operation)).statusCode()).isEqualTo(401);
    }
    for (var roles : ROLE_SETS) {
      for (var project : PROJECTS) {
        if (!mayPass(rule, roles, project)) {
          var answer = send(operation, RunningCentral.token(roles, project), sample(operation));
          assertThat(answer.statusCode())
              .as("%s as %s of %s", operation, roles, project)
              .isEqualTo(403);
        }
      }
    }
    assertThat(hub.fingerprint()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whoMayPassesWhateverComesThen(Operation operation) {
    var nowhere = operation.pathWith("nobody");
    var rule = rule(operation);
    for (var roles : ROLE_SETS) {
      for (var project : PROJECTS) {
        if (mayPass(rule, roles, project)) {
          var token = RunningCentral.token(roles, project);
          var answer = hub.send(operation.method(), nowhere, token, new Sample("", ""));
          assertThat(answer.statusCode())
              .as("%s as %s of %s", operation, roles, project)
              .isNotIn(401, 403)
              .isLessThan(500);
        }
      }
    }
  }

  @Test
  void anOperatorMayManageButNotChangeASubcloud() {
    var path = "/v1.0/subclouds/" + Samples.SUBCLOUD;
    var operator = RunningCentral.token("operator", "services");
    var manage = new FormBody().field("management-state", "managed");
    var change = new FormBody().field("management-state", "").field("description", "x");
    assertThat(hub.send("PATCH", path, operator, form(change)).statusCode()).isEqualTo(403);
    assertThat(hub.send("PATCH", path, operator, form(manage)).statusCode()).isEqualTo(422);
  }

  private static Sample form(FormBody form) {
    return new Sample(form.contentType(), form.text());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aNodeWithoutRoomForMoreSaysSoAtOnce(Operation operation) {
    try (var full = server(0, 1 << 20)) {
      var path = Samples.path(operation);
      var answer = hub.send(full.url(), operation.method(), path, "any", sample(operation));
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aBodyBeyondTheLimitIsNotLookedAt(Operation operation) {
    var before = hub.fingerprint();
    if (operation.hasBody()) {
      try (var narrow = server(8, 8)) {
        var path = Samples.path(operation);
        var answer = hub.send(narrow.url(), operation.method(), path, "any", sample(operation));
        assertThat(answer.statusCode()).isEqualTo(413);
      }
    }
    assertThat(hub.fingerprint()).isEqualTo(before);
  }

  /** The node's resources behind other limits; every token is an administrator's. */
  private static RestServer server(int requests, int bodyLimit) {
    var router = new ApiRouter();
    hub.routes().forEach(r -> router.on(r.method(), r.path(), r.access(), r.endpoint()));
    var patience = Duration.ofSeconds(30);
    return RestServer.start(
        new RestSettings(
            "127.0.0.1",
            0,
            null,
            new RestSettings.Limits(
                bodyLimit, 1 << 14, 100, patience, patience, patience, 8, 8, requests, 8,
                patience)),
        router,
        new RestPorts(
            new Administrators(),
            DatabaseFailures::answer,
            new RecordingFaults(),
            new RestMetrics(new SimpleMeterRegistry()),
            () -> "req-1"));
  }

  private static final class Administrators implements Identities {
    @Override
    public Optional<Caller> identify(Credentials credentials, String address) {
      return Optional.of(new Caller("ada", "admin", Set.of(ADMIN.split(",")), address));
    }

    @Override
    public String uri(ServiceUrl reached) {
      return "http://localhost";
    }
  }

  private static HttpResponse<String> send(Operation operation, String token, Sample sample) {
    return hub.send(operation.method(), Samples.path(operation), token, sample);
  }

  private static Sample sample(Operation operation) {
    return Samples.of(operation).orElseThrow();
  }

  private static boolean mayPass(String rule, String roles, String project) {
    var wanted = ROLES.get(rule);
    return wanted == null
        || (!project.equals("other")
            && Set.of(roles.split(",")).stream().anyMatch(wanted::contains));
  }

  /** The first line of the policy that fits. */
  private static String rule(Operation operation) {
    Map<String, String> rules = new LinkedHashMap<>();
    POLICY
        .lines()
        .map(line -> line.split("\\s+"))
        .forEach(line -> rules.put(line[0] + " " + line[1], line[2]));
    var own = rules.get(operation.toString());
    var rule = own == null ? rules.get(operation.method() + " *") : own;
    return Objects.requireNonNull(rule);
  }
}
