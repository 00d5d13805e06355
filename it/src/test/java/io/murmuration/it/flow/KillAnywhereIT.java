package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Journals;
import io.murmuration.it.run.TestAuthority;
import io.murmuration.it.run.Watch;
import io.murmuration.sync.model.ItemKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Central is killed again and again, at drawn moments before and after it answers the caller of a
 * change. What it answered with 200 must survive and reach every site it is for; what it did not
 * answer may have been stored.
 *
 * <p>Each round declares an item of its own, for the fleet, a group or one subcloud, so that a
 * change that is lost or skipped is not covered by a later one. Another history: {@code
 * -Dmurmuration.kill.seed=4711}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KillAnywhereIT {
  private static final int AGENTS = 48;
  private static final int IN_GROUP = 16;
  private static final String GROUP = "north";
  private static final int KILLS = 20;
  private static final int MOST_ROUNDS = 40;
  private static final int LONGEST_LATENCY_MS = 50;
  private static final int SENT_MS = 5;
  private static final int LATEST_KILL_MS = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final long SEED = Long.getLong("murmuration.kill.seed", 20_250_607);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final TestAuthority authority = authority();

  /** What a caller was told is stored. */
  private final List<Change> accepted = new ArrayList<>();

  /** Names of the subclouds in the order of the farm's agents: that of their tokens. */
  private List<String> sites = List.of();

  private int killsBeforeAnswer;
  private int killsAfterAnswer;
  private long answerMillis = 300;

  /**
   * One item.
   *
   * @param path of its scope, below {@code /v1.0/desired/}
   * @param from first subcloud of the scope, by number
   */
  private record Change(String path, int from, int to, String name, String value) {
    ItemKey key() {
      return new ItemKey("trusted-ca", name);
    }

    boolean isFor(int subcloud) {
      return from <= subcloud && subcloud <= to;
    }
  }

  @Test
  void nothingAcceptedIsLostWheneverCentralIsKilled(@TempDir Path dir) throws Exception {
    System.out.printf("-Dmurmuration.kill.seed=%d%n", SEED);
    long began = System.nanoTime();
    try (var hub = Hubs.start(dir, Map.of())) {
      Fleet.create(hub.rest(), 1, IN_GROUP, createGroup(hub));
      Fleet.create(hub.rest(), IN_GROUP + 1, AGENTS, 1);
      Fleet.manage(hub.rest(), 1, AGENTS);
      try (var farm = Hubs.farm(hub, "farm", 1, AGENTS)) {
        sites = sites(dir.resolve("farm.tokens"));
        Watch.until("connected", LIMIT, () -> connected(farm) == AGENTS);
        long prepared = System.nanoTime();
        killAgainAndAgain(hub, farm);
        long killed = System.nanoTime();
        accepted.forEach(change -> assertStored(hub, change));
        holdEverything(hub, farm);
        System.out.printf(
            "%d kills before the answer, %d after it; %d changes answered%n",
            killsBeforeAnswer, killsAfterAnswer, accepted.size());
        System.out.printf(
            "%.1f s to prepare, %.1f s of kills, %.1f s to converge%n",
            seconds(began, prepared),
            seconds(prepared, killed),
            seconds(killed, System.nanoTime()));
        assertThat(killsBeforeAnswer).isGreaterThanOrEqualTo(KILLS / 2);
        assertThat(killsBeforeAnswer + killsAfterAnswer).isGreaterThanOrEqualTo(KILLS);
        assertThat(accepted.stream().map(Change::path).distinct()).hasSizeGreaterThan(2);
      }
    }
  }

  private static List<String> sites(Path tokens) throws IOException {
    return Files.readAllLines(tokens).stream()
        .map(line -> json(line).get("subcloud").asText())
        .toList();
  }

  private SiteJournal journal(List<SiteJournal> journals, int subcloud) {
    return journals.get(sites.indexOf(Fleet.name(subcloud)));
  }

  private static int createGroup(HubProcess hub) {
    return hub.rest()
        .json(
            "POST",
            "/v1.0/subcloud-groups",
            Map.of(
                "name",
                GROUP,
                "description",
                "sites with certificates of their own",
                "update_apply_type",
                "parallel",
                "max_parallel_subclouds",
                10))
        .get("id")
        .asInt();
  }

  private void killAgainAndAgain(HubProcess hub, FarmProcess farm) {
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      if (killsBeforeAnswer >= KILLS / 2 && killsBeforeAnswer + killsAfterAnswer >= KILLS) {
        return;
      }
      farm.ask("latency " + random.nextInt(LONGEST_LATENCY_MS + 1));
      var change = change(round);
      if (killsAfterAnswer < KILLS - KILLS / 2 && round % 2 == 1) {
        answeredThenKilled(hub, change);
      } else {
        killedInFlight(hub, change);
      }
      hub.startAgain();
    }
  }

  /** Scopes in turn, so that each of them meets both ways of being killed. */
  private Change change(int round) {
    var name = "round-" + round;
    var value = value(name, round);
    return switch (round / 2 % 3) {
      case 0 -> new Change("fleet", 1, AGENTS, name, value);
      case 1 -> new Change("groups/" + GROUP, 1, IN_GROUP, name, value);
      default -> {
        int one = random.nextInt(1, AGENTS + 1);
        yield new Change("subclouds/" + Fleet.name(one), one, one, name, value);
      }
    };
  }

  private String value(String name, int serial) {
    try {
      var value = JSON.createObjectNode().put("certificate", authority.certificate(name, serial));
      return value.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestAuthority authority() {
    try {
      return new TestAuthority(Instant.now());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answeredThenKilled(HubProcess hub, Change change) {
    long began = System.nanoTime();
    declare(hub, change);
    accepted.add(change);
    answerMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LATEST_KILL_MS)));
    hub.kill();
    killsAfterAnswer++;
  }

  /** Drawn within three quarters of the time that the last answer took: most are caught. */
  private void killedInFlight(HubProcess hub, Change change) {
    var request = CompletableFuture.runAsync(() -> declare(hub, change));
    long moment = random.nextLong(SENT_MS, SENT_MS + Math.ceilDiv(answerMillis * 3, 4));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(moment));
    hub.kill();
    if (isAnswered(request)) {
      accepted.add(change);
      killsAfterAnswer++;
    } else {
      killsBeforeAnswer++;
    }
  }

  /** False if the connection broke. Any answer but 200 is a failure. */
  private static boolean isAnswered(CompletableFuture<Void> request) {
    try {
      request.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | CompletionException e) {
      assertThat(e.getCause()).hasRootCauseInstanceOf(IOException.class);
      return false;
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void declare(HubProcess hub, Change change) {
    var item = JSON.createObjectNode().put("type", "trusted-ca").put("name", change.name());
    item.set("value", json(change.value()));
    var body = JSON.createObjectNode();
    body.putArray("items").add(item);
    var answer = hub.rest().yaml("POST", "/v1.0/desired/" + change.path(), body.toString());
    assertThat(answer.get("revision").asLong()).isPositive();
  }

  private static void assertStored(HubProcess hub, Change change) {
    var path = "/v1.0/desired/" + change.path() + "/items/trusted-ca/" + change.name();
    assertThat(hub.rest().get(path).get("value")).as(path).isEqualTo(json(change.value()));
  }

  /** By the sites' own journals; the hub's word counts for nothing. */
  private void holdEverything(HubProcess hub, FarmProcess farm) {
    Watch.until("connected", LIMIT, () -> connected(farm) == AGENTS);
    awaitJournals(farm);
    Watch.until(
        "in sync", LIMIT, () -> hub.rest().get("/v1.0/fleet").get("in-sync").asInt() == AGENTS);
    var journals = Journals.read(farm.data());
    for (int subcloud = 1; subcloud <= AGENTS; subcloud++) {
      for (var item : effective(hub, subcloud)) {
        var key = new ItemKey(item.get("type").asText(), item.get("name").asText());
        assertThat(json(Journals.value(journal(journals, subcloud), key).orElse("null")))
            .as("%s at subcloud %d", key, subcloud)
            .isEqualTo(item.get("value"));
      }
      for (var change : accepted) {
        assertThat(Journals.value(journal(journals, subcloud), change.key()).isPresent())
            .as("%s of %s at subcloud %d", change.key(), change.path(), subcloud)
            .isEqualTo(change.isFor(subcloud));
      }
    }
  }

  private void awaitJournals(FarmProcess farm) {
    try {
      Watch.until("all journals hold what was accepted", LIMIT, () -> missing(farm).isEmpty());
    } catch (IllegalStateException e) {
      throw new AssertionError("missing: " + missing(farm), e);
    }
  }

  /** Each accepted change that a site of its scope does not hold. */
  private List<String> missing(FarmProcess farm) {
    var journals = Journals.read(farm.data());
    var missing = new ArrayList<String>();
    for (var change : accepted) {
      for (int subcloud = change.from(); subcloud <= change.to(); subcloud++) {
        if (journals.size() < AGENTS || !holds(journal(journals, subcloud), change)) {
          missing.add(change.key() + " at subcloud " + subcloud);
        }
      }
    }
    return missing;
  }

  private static boolean holds(SiteJournal journal, Change change) {
    return Journals.value(journal, change.key())
        .map(KillAnywhereIT::json)
        .filter(json(change.value())::equals)
        .isPresent();
  }

  private static List<JsonNode> effective(HubProcess hub, int subcloud) {
    var items = hub.rest().get("/v1.0/desired/subclouds/" + Fleet.name(subcloud) + "/effective");
    return items.get("items").valueStream().toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int connected(FarmProcess farm) {
    return farm.ask("status").get("connected").asInt();
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
