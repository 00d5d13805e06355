package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Journals;
import io.murmuration.it.run.Watch;
import io.murmuration.sync.model.ItemKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Central is killed again and again, at drawn moments before and after it answers the caller of a
 * change. What it answered with 200 must survive; what it did not answer may have been stored.
 */
class KillAnywhereIT {
  private static final int AGENTS = 48;
  private static final int KILLS = 20;
  private static final int MOST_ROUNDS = 40;
  private static final int LONGEST_LATENCY_MS = 50;
  private static final int SENT_MS = 5;
  private static final int LATEST_KILL_MS = 1_500;
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final long SEED = 20_250_607;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** By revision: the name servers that a caller was told are stored. */
  private final Map<Long, String> accepted = new TreeMap<>();

  private int killsBeforeAnswer;
  private int killsAfterAnswer;
  private long answerMillis = 300;

  @Test
  void nothingAcceptedIsLostWheneverCentralIsKilled(@TempDir Path dir) throws Exception {
    long began = System.nanoTime();
    try (var hub = Hubs.start(dir, Map.of())) {
      Fleet.create(hub.rest(), 1, AGENTS, 1);
      Fleet.manage(hub.rest(), 1, AGENTS);
      try (var farm = Hubs.farm(hub, "farm", 1, AGENTS)) {
        Watch.until("connected", LIMIT, () -> connected(farm) == AGENTS);
        long prepared = System.nanoTime();
        killAgainAndAgain(hub, farm);
        long killed = System.nanoTime();
        var stored = stored(hub);
        holdEverything(hub, farm, stored.stream().mapToLong(Long::longValue).max().orElseThrow());
        System.out.printf(
            "%d kills before the answer, %d after it; %d changes answered, %d stored%n",
            killsBeforeAnswer, killsAfterAnswer, accepted.size(), stored.size());
        System.out.printf(
            "%.1f s to prepare, %.1f s of kills, %.1f s to converge%n",
            seconds(began, prepared),
            seconds(prepared, killed),
            seconds(killed, System.nanoTime()));
        assertThat(killsBeforeAnswer).isGreaterThanOrEqualTo(KILLS / 2);
        assertThat(killsBeforeAnswer + killsAfterAnswer).isGreaterThanOrEqualTo(KILLS);
      }
    }
  }

  private void killAgainAndAgain(HubProcess hub, FarmProcess farm) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (killsBeforeAnswer >= KILLS / 2 && killsBeforeAnswer + killsAfterAnswer >= KILLS) {
        return;
      }
      farm.ask("latency " + random.nextInt(LONGEST_LATENCY_MS + 1));
      var value = "{\"nameservers\":[\"192.0.2." + (round + 1) + "\"]}";
      if (killsAfterAnswer < KILLS - KILLS / 2 && round % 2 == 0) {
        answeredThenKilled(hub, value);
      } else {
        killedInFlight(hub, value);
      }
      hub.startAgain();
    }
  }

  private void answeredThenKilled(HubProcess hub, String value) {
    long began = System.nanoTime();
    accepted.put(declare(hub, value), value);
    answerMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LATEST_KILL_MS)));
    hub.kill();
    killsAfterAnswer++;
  }

  /** Drawn within three quarters of the time that the last answer took: most are caught. */
  private void killedInFlight(HubProcess hub, String value) {
    var request = CompletableFuture.supplyAsync(() -> declare(hub, value));
    long moment = random.nextLong(SENT_MS, SENT_MS + Math.ceilDiv(answerMillis * 3, 4));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(moment));
    hub.kill();
    answer(request)
        .ifPresentOrElse(
            revision -> {
              accepted.put(revision, value);
              killsAfterAnswer++;
            },
            () -> killsBeforeAnswer++);
  }

  /** The revision; empty if the connection broke. Any other answer is a failure. */
  private static Optional<Long> answer(CompletableFuture<Long> request) {
    try {
      return Optional.of(request.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | CompletionException e) {
      assertThat(e.getCause()).hasRootCauseInstanceOf(IOException.class);
      return Optional.empty();
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long declare(HubProcess hub, String value) {
    return hub.rest()
        .yaml(
            "POST",
            "/v1.0/desired/fleet",
            "{\"items\": [{\"type\": \"dns\", \"value\": " + value + "}]}")
        .get("revision")
        .asLong();
  }

  /** All revisions of the fleet's configuration; each accepted one is there with its value. */
  private Set<Long> stored(HubProcess hub) throws IOException {
    Set<Long> stored = new LinkedHashSet<>();
    for (var version : hub.rest().get("/v1.0/desired/fleet/history").get("revisions")) {
      stored.add(version.get("revision").asLong());
    }
    assertThat(stored).containsAll(accepted.keySet());
    for (var one : accepted.entrySet()) {
      var diff = hub.rest().get("/v1.0/desired/fleet/diff?to=" + one.getKey());
      assertThat(diff.get("changes").get(0).get("after").get("value"))
          .isEqualTo(JSON.readTree(one.getValue()));
    }
    return stored;
  }

  /** By the sites' own journals; the hub's word counts for nothing. */
  private static void holdEverything(HubProcess hub, FarmProcess farm, long newest)
      throws IOException {
    Watch.until("connected", LIMIT, () -> connected(farm) == AGENTS);
    Watch.until(
        "all journals hold revision " + newest,
        LIMIT,
        () -> Journals.holding(farm.data(), newest) == AGENTS);
    for (var journal : Journals.read(farm.data())) {
      for (var item : effective(hub)) {
        var key = new ItemKey(item.get("type").asText(), item.get("name").asText());
        assertThat(JSON.readTree(Journals.value(journal, key).orElse("null")))
            .as("%s in journal %s", key, journal.id())
            .isEqualTo(item.get("value"));
      }
    }
    Watch.until(
        "in sync", LIMIT, () -> hub.rest().get("/v1.0/fleet").get("in-sync").asInt() == AGENTS);
  }

  private static List<JsonNode> effective(HubProcess hub) {
    var items = hub.rest().get("/v1.0/desired/subclouds/" + Fleet.name(1) + "/effective");
    return items.get("items").valueStream().toList();
  }

  private static int connected(FarmProcess farm) {
    return farm.ask("status").get("connected").asInt();
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
