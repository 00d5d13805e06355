package io.murmuration.it.cluster;

import static io.murmuration.it.cluster.ClusterNodes.name;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.agent.farm.Farm;
import io.murmuration.agent.farm.FarmControl;
import io.murmuration.agent.farm.FarmOptions;
import io.murmuration.agent.farm.Token;
import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.session.SessionPolicy;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.Rest;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Maintenance of a cluster in use: each of three nodes is drained or just stopped, started again
 * and gets its agents back, while somebody changes the configuration of the fleet all the time.
 */
@Tag("cluster")
@Timeout(180)
class DrainIT {
  private static final int AGENTS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final List<Rest> rests = new ArrayList<>();

  @Test
  void eachNodeInTurnIsTakenOutAndComesBackWithoutAnErrorOrASiteOffline(@TempDir Path dir)
      throws Exception {
    try (var nodes = new ClusterNodes(dir, 3);
        var lanes = new Lanes(2, System::nanoTime, new SplittableRandom(1), this::fault)) {
      for (int node = 0; node < nodes.size(); node++) {
        rests.add(nodes.rest(node));
      }
      Fleet.create(rests.getFirst(), 1, AGENTS, 1);
      Fleet.manage(rests.getFirst(), 1, AGENTS);
      try (var farm = farm(dir, nodes, lanes)) {
        farm.start();
        var control = new FarmControl(farm, 1);
        Watch.until("connected", LIMIT, () -> connected(control) == AGENTS);
        Watch.until("online", LIMIT, () -> online() == AGENTS);
        var began = Instant.now();
        var stop = new AtomicBoolean();
        var caller = Thread.ofPlatform().name("caller").start(() -> changeUntil(stop));
        try {
          takeOutByDrain(nodes, 0);
          takeOutByStop(nodes, 1);
          takeOutByDrain(nodes, 2);
        } finally {
          stop.set(true);
          caller.join();
        }
        Watch.until("in sync", LIMIT, () -> fleet().get("in-sync").asInt() == AGENTS);
        assertThat(errors).isEmpty();
        assertThat(changes.get()).isGreaterThan(20);
        assertThat(everOffline(nodes, began)).isZero();
        assertThat(faults).isEmpty();
      }
    } finally {
      rests.forEach(Rest::close);
    }
  }

  private void takeOutByDrain(ClusterNodes nodes, int node) {
    var other = rests.get((node + 1) % nodes.size());
    other.json("POST", "/v1.0/nodes/" + name(node) + "/drain", List.of());
    Watch.until("drained " + name(node), LIMIT, () -> state(node).equals("drained"));
    assertThat(streams(node)).isZero();
    assertThat(rests.get(node).send("GET", "/health", "", "").statusCode()).isEqualTo(503);
    // it still answers
    assertThat(rests.get(node).get("/v1.0/nodes/" + name(node)).get("drain").get("left").asInt())
        .isZero();
    Watch.until("all elsewhere", LIMIT, () -> streamsOfAll() == AGENTS);
    nodes.stop(node);
    nodes.start(node);
    assertThat(state(node)).as("the order outlives the restart").isNotEqualTo("serving");
    other.json("POST", "/v1.0/nodes/" + name(node) + "/resume", List.of());
    comesBack(node);
  }

  private void takeOutByStop(ClusterNodes nodes, int node) {
    nodes.stop(node);
    Watch.until("all elsewhere", LIMIT, () -> streamsOfAll() == AGENTS && streams(node) == 0);
    nodes.start(node);
    comesBack(node);
  }

  private void comesBack(int node) {
    Watch.until(
        "streams come back to " + name(node),
        LIMIT,
        () -> state(node).equals("serving") && streams(node) >= AGENTS / 10);
  }

  private void changeUntil(AtomicBoolean stop) {
    while (!stop.get()) {
      int number = changes.incrementAndGet();
      var body =
          "items: [{type: dns, value: {nameservers: [10.0.%d.%d]}}]\n"
              .formatted(number / 250, number % 250 + 1);
      try {
        asACallerWhoTriesTwice(rest -> rest.yaml("POST", "/v1.0/desired/fleet", body));
        if (online() < AGENTS) {
          errors.add("a subcloud is offline: " + fleet());
        }
      } catch (RuntimeException e) {
        errors.add("change " + number + ": " + e);
      }
    }
  }

  /** At the next node of the list, and if that fails once more at the one after it. */
  private JsonNode asACallerWhoTriesTwice(Function<Rest, JsonNode> call) {
    int at = changes.get();
    try {
      return call.apply(rests.get(at % rests.size()));
    } catch (RuntimeException _) {
      return call.apply(rests.get((at + 1) % rests.size()));
    }
  }

  private JsonNode fleet() {
    return asACallerWhoTriesTwice(rest -> rest.get("/v1.0/fleet"));
  }

  private int online() {
    return fleet().get("online").asInt();
  }

  private JsonNode node(int node) {
    return asACallerWhoTriesTwice(rest -> rest.get("/v1.0/nodes/" + name(node)));
  }

  private String state(int node) {
    return node(node).get("state").asText();
  }

  private int streams(int node) {
    return node(node).get("streams").asInt();
  }

  private int streamsOfAll() {
    int all = 0;
    for (var node : asACallerWhoTriesTwice(rest -> rest.get("/v1.0/nodes")).get("nodes")) {
      all += node.get("streams").asInt();
    }
    return all;
  }

  private static int connected(FarmControl control) {
    try {
      return JSON.readTree(control.answer("status")).get("connected").asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever went offline on the way is online since a later moment than its first stream's. */
  private static int everOffline(ClusterNodes nodes, Instant since) throws Exception {
    var database = nodes.database();
    try (var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) FROM agent_session WHERE availability <> 'online'"
                    + " OR availability_since > '"
                    + since
                    + "'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private Farm farm(Path dir, ClusterNodes nodes, Lanes lanes) throws Exception {
    var tokens = dir.resolve("farm.tokens");
    var trust = dir.resolve("trust.pem");
    Fleet.tokens(rests.getFirst(), 1, AGENTS, tokens, trust);
    var options =
        new FarmOptions(
            dir.resolve("farm"),
            nodes.enrolment(),
            List.of(),
            Pem.certificates(Files.readString(trust)),
            new TreeSet<>(List.of("dns")),
            8,
            16,
            SessionPolicy.DEFAULT.withLongestDelay(Duration.ofSeconds(2)),
            InstantSource.system());
    return new Farm(
        options,
        Token.read(tokens),
        lanes,
        () -> UUID.randomUUID().toString(),
        "test",
        this::fault);
  }

  private void fault(String where, Throwable bug) {
    faults.add(new AssertionError(where, bug));
  }
}
