package io.murmuration.it.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.auth.OwnerFile;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Journals;
import io.murmuration.it.run.TreeDeleter;
import io.murmuration.it.run.Watch;
import io.murmuration.sync.model.ItemKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * The story that the demo tells, chapter by chapter; each chapter fails if it does not come true.
 */
final class Demo implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int DRIFTERS = 5;
  private static final int GROUP_SHARE = 4;
  private static final ItemKey DNS = new ItemKey("dns", "default");
  private static final ItemKey NTP = new ItemKey("ntp", "default");

  private final Path examples;
  private final int subclouds;
  private final Screen screen;
  private final HubProcess hub;
  private final FarmProcess farm;
  private final long began = System.nanoTime();

  private Demo(Path examples, int subclouds, Screen screen, HubProcess hub, FarmProcess farm) {
    this.examples = examples;
    this.subclouds = subclouds;
    this.screen = screen;
    this.hub = hub;
    this.farm = farm;
  }

  static Demo start(Path data, Path examples, int subclouds, boolean terminal) {
    TreeDeleter.delete(data);
    var screen = new Screen(terminal);
    screen.title("A central node with its own PostgreSQL and Hazelcast member");
    var hub =
        HubProcess.start(
            data,
            List.of("-Xmx1g", "-XX:+UseCompactObjectHeaders"),
            Map.of(
                "MURMURATION_SYNC_AUDIT_PERIOD", "1m",
                // what the simulated sites run
                "MURMURATION_AUDIT_SOFTWARE_RELEASES", "25.09.0",
                "MURMURATION_AUDIT_KUBERNETES_VERSION", "v1.32.2"));
    try {
      return enrol(data, examples, subclouds, screen, hub);
    } catch (RuntimeException e) {
      hub.close();
      throw e;
    }
  }

  private static Demo enrol(
      Path data, Path examples, int subclouds, Screen screen, HubProcess hub) {
    var rest = hub.rest();
    screen.say("REST " + rest.base() + ", agents dial " + hub.agents());
    screen.title(subclouds + " subclouds, each with an agent, a certificate and a connection");
    int group =
        rest.json(
                "POST",
                "/v1.0/subcloud-groups",
                Map.of(
                    "name",
                    "north",
                    "description",
                    "sites with name servers of their own",
                    "update_apply_type",
                    "parallel",
                    "max_parallel_subclouds",
                    10))
            .get("id")
            .asInt();
    int inGroup = subclouds / GROUP_SHARE;
    Fleet.create(rest, 1, inGroup, group);
    Fleet.create(rest, inGroup + 1, subclouds, 1);
    Fleet.manage(rest, 1, subclouds);
    Fleet.tokens(rest, 1, subclouds, data.resolve("tokens"), data.resolve("trust.pem"));
    var farm =
        FarmProcess.start(
            hub,
            data.resolve("farm"),
            data.resolve("tokens"),
            data.resolve("trust.pem"),
            List.of("-Xmx2g", "-XX:+UseCompactObjectHeaders"));
    screen.watch(
        rest,
        subclouds,
        LIMIT,
        "all agents connected",
        () -> rest.get("/v1.0/fleet").get("connected").asInt() == subclouds);
    return new Demo(examples, subclouds, screen, hub, farm);
  }

  void run() {
    declare();
    drift();
    killInTheMiddle();
    summary();
  }

  private void declare() {
    screen.title("Declared for the fleet: DNS, NTP and a trusted CA; for group north: its own DNS");
    declare("fleet.yaml");
    long revision = declare("group-north.yaml");
    converge(revision);
    for (var journal : Journals.read(farm.data())) {
      if (Journals.value(journal, DNS).isEmpty() || Journals.value(journal, NTP).isEmpty()) {
        throw new IllegalStateException("a journal lacks DNS or NTP: " + journal.id());
      }
    }
    long own =
        Journals.read(farm.data()).stream()
            .filter(journal -> Journals.value(journal, DNS).orElse("").contains("198.51.100.53"))
            .count();
    screen.say(own + " sites have the name servers of group north");
    if (own != subclouds / GROUP_SHARE) {
      throw new IllegalStateException("expected " + subclouds / GROUP_SHARE);
    }
  }

  private long declare(String file) {
    try {
      var text = Files.readString(examples.resolve(file));
      var answer = hub.rest().yaml("POST", "/v1.0/desired", text);
      screen.say(
          file
              + ": revision "
              + answer.get("revision").asLong()
              + ", "
              + answer.get("changes").size()
              + " items");
      return answer.get("revision").asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Until every site's own journal holds what it shall hold; the hub's word is only shown. */
  private void converge(long revision) {
    screen.watch(
        hub.rest(),
        subclouds,
        LIMIT,
        "all subclouds in sync",
        () -> hub.rest().get("/v1.0/fleet").get("in-sync").asInt() == subclouds);
    var fleetRevision = hub.rest().get("/v1.0/desired/changes").get("changes");
    for (var change : fleetRevision) {
      if (change.get("targets").asInt() == subclouds && change.get("p99-ms").isNumber()) {
        screen.say(
            "from commit to durable at the sites: p50 %.0f ms, p99 %.0f ms (revision %d)"
                .formatted(
                    change.get("p50-ms").asDouble(),
                    change.get("p99-ms").asDouble(),
                    change.get("revision").asLong()));
        break;
      }
    }
    screen.say("newest revision " + revision);
  }

  private void drift() {
    screen.title(DRIFTERS + " sites are changed locally");
    var sites = farm.ask("drift " + DRIFTERS + " dns").get("sites");
    sites.fieldNames().forEachRemaining(name -> screen.say(name + ": its DNS was changed"));
    if (sites.size() != DRIFTERS) {
      throw new IllegalStateException(sites.size() + " sites drifted (expected: " + DRIFTERS + ")");
    }
    int found = audit().get("differing").asInt();
    screen.watch(
        hub.rest(),
        subclouds,
        LIMIT,
        "the drift noticed and repaired",
        () -> strayed() == 0 && audit().get("in-sync").asInt() == subclouds);
    screen.say("an audit of all sites found " + found + " that differed; now none does");
    screen.say("read at the sites themselves: all " + DRIFTERS + " have their own DNS again");
  }

  /**
   * Sites whose own values are not what their journals want. Only a push of the hub repairs, so
   * each one that is repaired was noticed: by the audit, or by its agent before.
   */
  private int strayed() {
    return farm.ask("strayed dns").get("sites").size();
  }

  /** Reads every site's services and compares digests. */
  private JsonNode audit() {
    var rest = hub.rest();
    var id =
        rest.json("POST", "/v1.0/audits", Map.of("scope", "fleet", "bypass-cache", true))
            .get("id")
            .asText();
    Watch.until(
        "the audit", LIMIT, () -> rest.get("/v1.0/audits/" + id).get("complete").asBoolean());
    return rest.get("/v1.0/audits/" + id);
  }

  private void killInTheMiddle() {
    screen.title("Central is killed (kill -9) while a change is on its way");
    farm.ask("latency 300");
    long revision = declare("fleet-ntp.yaml");
    var half =
        CompletableFuture.runAsync(() ->
            Watch.until(
                "some sites have it",
                LIMIT,
                Duration.ofMillis(20),
                () -> Journals.holding(farm.data(), revision) > 0));
    half.join();
    hub.kill();
    long then = Journals.holding(farm.data(), revision);
    screen.say("killed when " + then + " of " + subclouds + " sites held revision " + revision);
    farm.ask("latency 0");
    hub.startAgain();
    screen.say("central is back; the agents dial in again");
    screen.watch(
        hub.rest(),
        subclouds,
        LIMIT,
        "all sites hold the change",
        () ->
            Journals.holding(farm.data(), revision) == subclouds
                && hub.rest().get("/v1.0/fleet").get("in-sync").asInt() == subclouds);
    long correct =
        Journals.read(farm.data()).stream()
            .filter(journal -> Journals.value(journal, NTP).orElse("").contains("ntp3.example.net"))
            .count();
    screen.say("read from the sites' own journals: " + correct + " of " + subclouds + " have it");
    if (correct != subclouds) {
      throw new IllegalStateException("the change was lost at " + (subclouds - correct) + " sites");
    }
  }

  private void summary() {
    screen.title(
        "Done in %.0f s: %d sites as declared, drift repaired, nothing lost by the kill"
            .formatted((System.nanoTime() - began) / 1e9, subclouds));
    screen.say("Go on: deploy/demo.sh --keep leaves it running; docs/operations.md has the calls.");
  }

  /** Until this process is stopped. */
  void stay() {
    var token = hub.dir().resolve("central").resolve("admin.token");
    screen.title("It stays up; Ctrl-C ends it");
    screen.say("REST " + hub.rest().base() + "/v1.0, log-ins " + hub.identity());
    var login = writeLogin();
    screen.say(
        "source deploy/openrc.sh && dcmanager subcloud list     # the password is in " + login);
    screen.say("export TOKEN=$(cat " + token + ")");
    screen.say("curl -H \"X-Auth-Token: $TOKEN\" " + hub.rest().base() + "/v1.0/fleet");
    screen.say("curl -H \"X-Auth-Token: $TOKEN\" " + hub.rest().base() + "/v1.0/subclouds");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For deploy/openrc.sh; readable by the owner only. Gone with the demo, as its ports are. */
  private Path writeLogin() {
    try {
      var file = hub.dir().resolve("login");
      var password = Files.readString(hub.dir().resolve("central").resolve("admin.password"));
      OwnerFile.write(
          file,
          "OS_AUTH_URL=%s\nOS_USERNAME=admin\nOS_PASSWORD=%s\n"
              .formatted(hub.identity(), password.strip()));
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    farm.close();
    hub.close();
  }
}
