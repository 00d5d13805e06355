package io.murmuration.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.Growth;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Rest;
import io.murmuration.it.run.TestAuthority;
import io.murmuration.it.run.TreeDeleter;
import io.murmuration.it.run.Watch;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** A hub and its records, on which farms are put. */
final class Bed implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(10);

  /** Each look costs the hub a statement and a walk over its fleet. */
  static final Duration LOOK = Duration.ofMillis(200);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "MURMURATION_SYNC_AUDIT_PERIOD",
          "1h",
          "MURMURATION_LOG_LEVEL",
          "warn",
          "MURMURATION_AGENTS_HANDSHAKES_PER_SECOND",
          "2000");

  /** Each look costs the hub a statement: not while the change is on its way. */
  private static final Duration UNDISTURBED = Duration.ofMillis(500);

  private final Path dir;
  private final Path journals;
  private final HubProcess hub;
  private final TestAuthority authority;
  private long serial = 1;

  /**
   * @param dir the hub's database lies here: on a disk, where fsync costs what it costs
   * @param journals the farm's journals lie here: thousands of sites are thousands of disks, one
   *     machine has one, so they are kept in memory; fsync is called all the same
   */
  Bed(Path dir, Path journals) {
    this(dir, journals, Map.of());
  }

  /**
   * @param more settings of the hub, as environment variables
   */
  Bed(Path dir, Path journals, Map<String, String> more) {
    this.dir = dir;
    this.journals = journals;
    var settings = new TreeMap<>(SETTINGS);
    settings.putAll(more);
    this.hub =
        HubProcess.start(
            dir, List.of("-Xms2g", "-Xmx2g", "-XX:+UseCompactObjectHeaders"), settings);
    try {
      this.authority = new TestAuthority(Instant.now());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  HubProcess hub() {
    return hub;
  }

  Rest rest() {
    return hub.rest();
  }

  /** Records, managed, with a first configuration. */
  void prepare(int subclouds) {
    Fleet.create(rest(), 1, subclouds, 1);
    Fleet.manage(rest(), 1, subclouds);
    change();
  }

  /** Tokens for these subclouds and a farm that enrols with them. */
  FarmProcess farm(String name, int from, int to) {
    var tokens = dir.resolve(name + ".tokens");
    var trust = dir.resolve("trust.pem");
    Fleet.tokens(rest(), from, to, tokens, trust);
    return farmAgain(name);
  }

  /** A farm whose agents are enrolled already. */
  FarmProcess farmAgain(String name) {
    return farmAgain(name, hub.agents());
  }

  private FarmProcess farmAgain(String name, String address) {
    return FarmProcess.start(
        hub,
        journals.resolve(name),
        dir.resolve(name + ".tokens"),
        dir.resolve("trust.pem"),
        List.of("-Xms1g", "-Xmx4g", "-XX:+UseCompactObjectHeaders"),
        List.of("--hub", address));
  }

  /** Tokens for all of them, and farms that enrol with them. */
  Farms farms(Spread spread) {
    for (var part : spread.parts()) {
      var tokens = dir.resolve(part.name() + ".tokens");
      Fleet.tokens(rest(), part.from(), part.to(), tokens, dir.resolve("trust.pem"));
    }
    return farmsAgain(spread);
  }

  /** Farms whose agents are enrolled already. */
  Farms farmsAgain(Spread spread) {
    var port = hub.agents().substring(hub.agents().lastIndexOf(':'));
    return new Farms(
        spread.parts().stream()
            .map(part -> farmAgain(part.name(), part.address() + port))
            .toList());
  }

  /** A fleet-wide change of about 1 KiB: a CA certificate that every site shall trust. */
  long change() {
    try {
      var body =
          Map.of(
              "items",
              List.of(
                  Map.of(
                      "type",
                      "trusted-ca",
                      "name",
                      "bench",
                      "value",
                      Map.of("certificate", authority.certificate("bench", serial++)))));
      return rest().json("POST", "/v1.0/desired/fleet", body).get("revision").asLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until at least so many answers of the change are committed. */
  JsonNode durable(long revision, int answers) {
    var progress = new JsonNode[1];
    LockSupport.parkNanos(UNDISTURBED.toNanos());
    Watch.until(
        answers + " durable answers to revision " + revision,
        LIMIT,
        UNDISTURBED,
        () -> {
          progress[0] = rest().get("/v1.0/desired/changes/" + revision);
          return progress[0].get("durable").asInt() >= answers;
        });
    return progress[0];
  }

  /**
   * Waits until so many streams are open.
   *
   * @param began {@link System#nanoTime} at second zero
   */
  List<Growth.Sample> awaitConnected(int agents, long began) {
    return Growth.until(agents + " connected agents", agents, began, LIMIT, LOOK, this::connected);
  }

  int connected() {
    return rest().get("/v1.0/fleet").get("connected").asInt();
  }

  /** Waits until no more than so many streams are open. */
  void awaitGone(int agents) {
    Watch.until("no more than " + agents + " connected agents", LIMIT, () -> connected() <= agents);
  }

  /** Waits until so many subclouds are in sync. */
  void awaitInSync(int subclouds) {
    Watch.until(
        subclouds + " subclouds in sync",
        LIMIT,
        () -> rest().get("/v1.0/fleet").get("in-sync").asInt() >= subclouds);
  }

  @Override
  public void close() {
    hub.close();
    TreeDeleter.delete(journals);
  }
}
