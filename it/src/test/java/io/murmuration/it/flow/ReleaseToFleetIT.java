package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.ReleaseUpload;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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

  /** What is on the wire, or in the agent's hands, when a process dies. */
  private static final long IN_FLIGHT = 1L << 20;

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
        long began = System.nanoTime();
        assertThat(release.deliver("1").get("deliveries")).hasSize(AGENTS);

        Watch.until("a sixth", LIMIT, () -> release.bytesSent() >= TOTAL / 6);
        farm.ask("crash 1");
        Watch.until("a third", LIMIT, () -> release.bytesSent() >= TOTAL / 3);
        long ofFirst = release.bytesSent();
        hub.kill();
        hub.startAgain();
        var again = release.at(hub.rest());
        Watch.until("and more", LIMIT, () -> again.bytesSent() >= TOTAL / 6);
        farm.process().kill();
        flipABit(farm.data());
        try (var _ = again(hub, dir)) {
          Watch.until("everywhere", LIMIT, () -> again.count("succeeded") == AGENTS);
        }

        long sent = ofFirst + again.bytesSent();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%d bytes needed, %d sent, %.1f s%n", TOTAL, sent, seconds);
        // one agent crashed, then the hub, then all agents; and one site's bytes were wrong
        assertThat(sent).isLessThanOrEqualTo(TOTAL + (1 + 2 * AGENTS) * IN_FLIGHT + SIZE);
        assertThat(seconds).isGreaterThanOrEqualTo((double) (TOTAL - RATE) / RATE);
        for (var delivery : again.deliveries().get("deliveries")) {
          assertThat(delivery.get("bytes").asLong()).isEqualTo(SIZE);
          assertThat(delivery.get("percent").asInt()).isEqualTo(100);
        }
      } finally {
        farm.close();
      }
    }
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

  /** In what one of the agents has fetched so far. */
  private static void flipABit(Path farm) {
    try (var files = Files.walk(farm)) {
      var partial =
          files
              .filter(file -> file.toString().endsWith(".part"))
              .filter(file -> size(file) > 0)
              .findFirst()
              .orElseThrow();
      var bytes = Files.readAllBytes(partial);
      bytes[bytes.length / 2] ^= 1;
      Files.write(partial, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int connected(FarmProcess farm) {
    return farm.ask("status").get("connected").asInt();
  }
}
