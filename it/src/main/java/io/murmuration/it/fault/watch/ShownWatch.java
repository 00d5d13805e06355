package io.murmuration.it.fault.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.fault.history.Event;
import io.murmuration.it.fault.history.History;
import io.murmuration.it.fault.world.Node;
import io.murmuration.it.fault.world.World;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Asks nodes what they know of drawn sites, as an operator would. One thread. */
final class ShownWatch {
  private static final int OK = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;
  private final History history;
  private final NodeClient client;
  private final LongSupplier nanoTime;
  private final SplittableRandom random;

  ShownWatch(
      World world,
      History history,
      NodeClient client,
      LongSupplier nanoTime,
      SplittableRandom random) {
    this.world = world;
    this.history = history;
    this.client = client;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** Each node that moves about one site. A node that does not answer shows nothing. */
  void look() {
    var farms = world.farms();
    for (var node : world.nodesUp()) {
      var farm = farms.get(random.nextInt(farms.size()));
      ask(node, farm.name(random.nextInt(farm.count())));
    }
  }

  private void ask(Node node, String site) {
    long asked = nanoTime.getAsLong();
    try {
      var answer = client.send(node, "GET", "/v1.0/subclouds/" + site + "/status", "");
      if (answer.statusCode() == OK) {
        shown(asked, node, site, answer);
      }
    } catch (IOException e) {
      silent(node, e);
    }
  }

  private static void silent(Node node, IOException why) {
    // It was hurt just now, or its connection was reset: what is not shown cannot be wrong.
    System.getLogger(ShownWatch.class.getName())
        .log(System.Logger.Level.DEBUG, () -> node + " shows nothing: " + why);
  }

  private void shown(long asked, Node node, String site, HttpResponse<String> answer)
      throws IOException {
    long at = nanoTime.getAsLong();
    var old = Duration.ofSeconds(answer.headers().firstValueAsLong("Age").orElse(0));
    for (var endpoint : JSON.readTree(answer.body()).get("endpoints")) {
      if (endpoint.get("endpoint_type").asText().equals("platform")) {
        history.add(
            new Event.Shown(
                asked, at, node.name(), site, status(endpoint), old, confirmed(endpoint)));
      }
    }
  }

  private static Event.Status status(JsonNode endpoint) {
    return new Event.Status(
        endpoint.get("sync_status").asText().equals("in-sync"),
        endpoint.get("wanted-revision").asLong(),
        endpoint.get("held-revision").asLong());
  }

  private static Optional<Duration> confirmed(JsonNode endpoint) {
    var seconds = endpoint.get("confirmed-age-seconds");
    return seconds.isNull()
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(seconds.asLong()));
  }
}
