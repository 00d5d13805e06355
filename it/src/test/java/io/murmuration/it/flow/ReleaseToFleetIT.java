package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.it.run.ArtefactFiles;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.ReleaseUpload;
import io.murmuration.it.run.SentBytes;
import io.murmuration.it.run.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release on its way to fifty sites: an agent, the hub and all agents are killed in the middle,
 * and a bit of what one of them had is flipped meanwhile. {@code deploy/bench.sh release} does it
 * at full size.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ReleaseToFleetIT {
  private static final int AGENTS = 50;
  private static final long SIZE = 6L << 20;
  private static final long TOTAL = AGENTS * SIZE;
  private static final long RATE = 16L << 20;

  /**
   * What is on the wire, or in the agent's hands, when a process dies: four chunks of a stream. Of
   * all of them far less than what each has when the hub dies, a third of {@link #SIZE}.
   */
  private static final long IN_FLIGHT = 256L << 10;

  /** The last chunk of each stream may have been paid for before. */
  private static final double MOST_OF_BUDGET = 1.05;

  private static final Duration LIMIT = Duration.ofSeconds(150);

  @Test
  void itArrivesEverywhereWithinTheBudgetAndWithoutStartingOver(@TempDir Path dir)
      throws Exception {
    try (var hub =
        Hubs.start(
            dir,
            Map.of(
                "MURMURATION_RELEASE_VAULT_RATE_TOTAL",
                (RATE >> 20) + "MiB",
                "MURMURATION_RELEASE_VAULT_RATE_PER_SITE",
                "1MiB"))) {
      Fleet.create(hub.rest(), 1, AGENTS, 1);
      var farm = Hubs.farm(hub, "farm", 1, AGENTS);
      try {
        Watch.until("connected", LIMIT, () -> connected(farm) == AGENTS);
        var release =
            ReleaseUpload.register(hub.rest(), dir.resolve("starlingx-26.03.1.patch"), SIZE, 1);
        var began = release.sent();
        assertThat(release.deliver("1").get("deliveries")).hasSize(AGENTS);

        Watch.until("a sixth", LIMIT, () -> release.bytesSent() >= TOTAL / 6);
        assertWithinBudget("before anything restarts", began, release.sent());
        farm.ask("crash 1");
        Watch.until("a third", LIMIT, () -> release.bytesSent() >= TOTAL / 3);
        long ofFirst = release.bytesSent();
        hub.kill();
        hub.startAgain();
        var again = release.at(hub.rest());
        var restarted = again.sent();
        Watch.until("and more", LIMIT, () -> again.bytesSent() >= TOTAL / 6);
        assertWithinBudget("of the hub that came back", restarted, again.sent());
        farm.process().kill();
        release.files().flipABit(farm.data());
        var last = again.sent();
        try (var _ = again(hub, dir)) {
          Watch.until("everywhere", LIMIT, () -> again.count("succeeded") == AGENTS);
        }
        assertWithinBudget("of agents that came back", last, again.sent());

        long sent = ofFirst + again.bytesSent();
        System.out.printf("%d bytes needed, %d sent%n", TOTAL + SIZE, sent);
        // one agent crashed, then the hub, then all agents; and one site's bytes were wrong
        // what went out between the last look and the kill is not counted
        assertThat(sent).as("the flipped one came twice").isGreaterThan(TOTAL + SIZE / 2);
        assertThat(sent).isLessThanOrEqualTo(TOTAL + SIZE + (1 + 2 * AGENTS) * IN_FLIGHT);
        for (var delivery : again.deliveries().get("deliveries")) {
          assertThat(delivery.get("bytes").asLong()).isEqualTo(SIZE);
          assertThat(delivery.get("percent").asInt()).isEqualTo(100);
        }
        // a site is given the complete file only: no other was ever there
        assertThat(release.files().complete(farm.data()))
            .isEqualTo(new ArtefactFiles.Complete(AGENTS, 0));
      } finally {
        farm.close();
      }
    }
  }

  private static void assertWithinBudget(String when, SentBytes earlier, SentBytes later) {
    assertThat(later.ofBudgetSince(earlier, RATE)).as(when).isLessThanOrEqualTo(MOST_OF_BUDGET);
  }

  private static FarmProcess again(HubProcess hub, Path dir) {
    return FarmProcess.start(
        hub,
        dir.resolve("farm"),
        dir.resolve("farm.tokens"),
        dir.resolve("trust.pem"),
        List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
        List.of("--longest-delay", "1"));
  }

  private static int connected(FarmProcess farm) {
    return farm.ask("status").get("connected").asInt();
  }
}
