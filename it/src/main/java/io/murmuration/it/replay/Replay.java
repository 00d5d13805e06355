package io.murmuration.it.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A hub of its own, and exchanges played against it one after the other. */
final class Replay implements AutoCloseable {
  /** The roles of the hub's first token; the recordings know no others. */
  private static final String ROLES = "admin,member,reader";

  /** Where recorded subclouds have their way back: 192.168.204.101, beside the hosts' addresses. */
  private static final String POOL = "192.168.204.0/24=192.168.204.2-192.168.204.100";

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HubProcess hub;
  private final Fixture fixture;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String token;
  private final List<Deviation> deviations = Deviation.all();

  /**
   * How an exchange went.
   *
   * @param differences in words; empty if status and keys agree
   * @param reason why they are meant; empty if nobody knows
   */
  record Outcome(RecordedExchange exchange, int status, List<String> differences, String reason) {
    boolean agrees() {
      return differences.isEmpty();
    }
  }

  private Replay(HubProcess hub, Fixture fixture, String token) {
    this.hub = hub;
    this.fixture = fixture;
    this.token = token;
  }

  /** Starts a hub in an empty directory. */
  static Replay start(Path dir) throws IOException, SQLException {
    var hub =
        HubProcess.start(
            dir,
            JVM,
            Map.of("MURMURATION_LOG_LEVEL", "warn", "MURMURATION_SYSTEM_MANAGEMENT_POOLS", POOL));
    var token = Files.readString(dir.resolve("central").resolve("admin.token")).strip();
    return new Replay(hub, new Fixture(HubDatabase.of(hub).settings()), token);
  }

  Outcome play(RecordedExchange exchange) throws IOException, SQLException, InterruptedException {
    if (!exchange.roles().equals(ROLES)) {
      throw new IllegalStateException(
          "roles of %s: %s (expected: %s)".formatted(exchange.id(), exchange.roles(), ROLES));
    }
    fixture.set(exchange.rows());
    var answer = send(exchange);
    var json = json(answer.body());
    List<String> differences = new ArrayList<>();
    var said = json.path("description").asText("");
    if (answer.statusCode() != exchange.status()) {
      differences.add(
          "status %d (expected: %d) %s".formatted(answer.statusCode(), exchange.status(), said));
    } else {
      differences.addAll(AnswerKeys.differences(exchange.keys(), json));
    }
    var reason =
        deviations.stream()
            .filter(d -> d.explains(exchange, answer.statusCode(), said))
            .map(Deviation::reason)
            .findFirst()
            .orElse("");
    return new Outcome(exchange, answer.statusCode(), differences, reason);
  }

  private HttpResponse<String> send(RecordedExchange exchange)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(hub.rest().base().resolve(exchange.path()))
            .timeout(TIMEOUT)
            .header("X-Auth-Token", token)
            .header("Accept", "application/json");
    exchange.headers().forEach(request::header);
    if (!exchange.bodyType().isEmpty()) {
      request.header("Content-Type", exchange.bodyType());
    }
    request.method(exchange.method(), HttpRequest.BodyPublishers.ofString(exchange.bodyText()));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() throws SQLException {
    client.close();
    fixture.close();
    hub.close();
  }
}
