package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.testing.contract.Samples;
import io.murmuration.central.testing.contract.Samples.Sample;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes over one database that never hear each other, as while an upgrade changes Hazelcast's
 * minor version, or while a network between nodes is cut.
 */
@Tag("database")
@Timeout(120)
class TwoClustersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path data;
  private static TestDatabase database;
  private static HttpClient client;
  private static CentralServer older;
  private static CentralServer newer;
  private static String token;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.empty();
    client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    older = CentralServer.start(config("older"));
    Files.createDirectories(data.resolve("newer"));
    for (var file : List.of("master.key", "tokens", "users.yaml")) {
      Files.copy(data.resolve("older").resolve(file), data.resolve("newer").resolve(file));
    }
    newer = CentralServer.start(config("newer"));
    token = Files.readString(data.resolve("older").resolve("admin.token")).strip();
  }

  @AfterAll
  static void stop() {
    newer.close();
    older.close();
    client.close();
    database.close();
  }

  private static CentralConfig config(String name) throws IOException {
    var settings = database.settings();
    var environment = new HashMap<String, String>();
    environment.put("MURMURATION_NODE_NAME", name);
    environment.put("MURMURATION_DATA_DIR", data.resolve(name).toString());
    environment.put("MURMURATION_REST_HOST", "127.0.0.1");
    environment.put("MURMURATION_REST_PORT", "0");
    environment.put("MURMURATION_AGENTS_PORT", "0");
    environment.put("MURMURATION_ENROLMENT_PORT", "0");
    environment.put("MURMURATION_IDENTITY_PORT", "0");
    environment.put("MURMURATION_CLUSTER_NAME", name);
    environment.put("MURMURATION_CLUSTER_PORT", Integer.toString(freePort()));
    environment.put("MURMURATION_DATABASE_URL", settings.url());
    environment.put("MURMURATION_DATABASE_USER", settings.user());
    environment.put("MURMURATION_DATABASE_PASSWORD", settings.password());
    return switch (CentralConfig.parse("", environment)) {
      case CentralConfig.Loaded.Valid(var config) -> config;
      case CentralConfig.Loaded.Invalid(var problems) -> fail("invalid: " + problems);
    };
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static CompletableFuture<HttpResponse<String>> send(
      CentralServer node, String method, String path, Sample body) {
    var request =
        HttpRequest.newBuilder(URI.create(node.restUrl() + path))
            .timeout(PATIENCE)
            .header("X-Auth-Token", token)
            .method(method, BodyPublishers.ofString(body.body()));
    if (!body.type().isEmpty()) {
      request.header("Content-Type", body.type());
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode get(CentralServer node, String path) {
    return json(send(node, "GET", path, new Sample("", "")).join());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static CompletableFuture<HttpResponse<String>> declare(CentralServer node, int number) {
    var yaml = "items: [{type: dns, value: {nameservers: [192.0.2.%d]}}]\n".formatted(number);
    return send(node, "POST", "/v1.0/desired/fleet", new Sample("application/yaml", yaml));
  }

  @Test
  void changesAtBothAtOnceHaveOneOrderThatBothShowAtOnce() {
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 1; i <= 40; i++) {
      answers.add(declare(i % 2 == 0 ? older : newer, i));
    }
    var revisions =
        answers.stream().map(answer -> json(answer.join()).get("revision").asLong()).toList();

    assertThat(revisions).doesNotHaveDuplicates();
    var history = get(older, "/v1.0/desired/fleet/history");
    assertThat(history.get("revisions").size()).isGreaterThanOrEqualTo(40);
    assertThat(get(newer, "/v1.0/desired/fleet/history")).isEqualTo(history);
    assertThat(get(newer, "/v1.0/desired/fleet")).isEqualTo(get(older, "/v1.0/desired/fleet"));
    long last = revisions.stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(get(older, "/v1.0/fleet").get("revision").asLong()).isGreaterThanOrEqualTo(last);
    assertThat(get(newer, "/v1.0/fleet").get("revision").asLong()).isGreaterThanOrEqualTo(last);
  }

  @Test
  void whatTheOtherNodeHoldsIsShownAsTheDatabaseHasIt() {
    json(send(older, "POST", "/v1.0/subclouds", Samples.subcloud(Samples.SUBCLOUD, 1)).join());
    var path = "/v1.0/subclouds/" + Samples.SUBCLOUD;
    assertThat(get(newer, path).get("availability-status").asText()).isEqualTo("offline");
    for (var state : List.of("online", "offline")) {
      database.execute(
          """
          INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, incarnation, availability)
          SELECT id, 1, 1, (SELECT incarnation FROM node WHERE name = 'older'), '%1$s'
          FROM subcloud
          ON CONFLICT (subcloud_id) DO UPDATE SET hub_epoch = 1, epoch = 1,
            incarnation = excluded.incarnation, availability = '%1$s'
          """
              .formatted(state));
      await()
          .atMost(PATIENCE)
          .until(() -> get(newer, path).get("availability-status").asText().equals(state));
    }
    await().atMost(PATIENCE).until(() -> cluster(newer).get("unheard_nodes").asInt() == 1);
    assertThat(cluster(newer).get("members").asInt()).isEqualTo(1);
    assertThat(cluster(newer).get("healthy").asBoolean()).as("slow, not wrong").isTrue();
  }

  private static JsonNode cluster(CentralServer node) {
    return get(node, "/health").get("checks").get("cluster");
  }

  @Test
  void withoutTheDatabaseChangesAreRefusedReadsHaveAnAgeAndAfterwardsAllIsCaughtUp()
      throws SQLException {
    json(declare(older, 50).join());
    get(newer, "/v1.0/subclouds");
    var settings = database.settings();
    try (var operator =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
      open(operator, false);
      var refused = declare(older, 51);
      await().atMost(PATIENCE).until(() -> health(older) == 503 && health(newer) == 503);
      var list = send(newer, "GET", "/v1.0/subclouds", new Sample("", "")).join();
      assertThat(list.statusCode()).isEqualTo(200);
      assertThat(list.headers().firstValue("Age")).isPresent();
      assertThat(refused.join().statusCode()).as(refused.join().body()).isEqualTo(503);
      open(operator, true);
    }
    await().atMost(PATIENCE).until(() -> health(older) == 200 && health(newer) == 200);
    long revision = json(declare(older, 52).join()).get("revision").asLong();
    assertThat(get(newer, "/v1.0/fleet").get("revision").asLong()).isGreaterThanOrEqualTo(revision);
  }

  private static int health(CentralServer node) {
    return send(node, "GET", "/health", new Sample("", "")).join().statusCode();
  }

  /** Everybody's connections but the operator's; without a restart of the server. */
  private static void open(Connection operator, boolean open) throws SQLException {
    try (var statement = operator.createStatement()) {
      statement.execute(
          "UPDATE pg_database SET datallowconn = " + open + " WHERE datname = current_database()");
      if (!open) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      }
    }
  }
}
