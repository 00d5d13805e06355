package io.murmuration.sync.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * 200 seeds × 300 subclouds in each build. More seeds on demand: {@code
 * -Dmurmuration.sim.seeds=5000 -Dmurmuration.sim.first=1000}; a big fleet: {@link SimulationMain}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SimulationTest {
  private static final int SUBCLOUDS = 300;
  private static final Duration FAULTS = Duration.ofMinutes(3);

  @Test
  @Order(1)
  void whatOnceFailedDoesNotFailAgain() throws IOException {
    for (var line : regressions()) {
      var fields = line.split(" ", -1);
      var setup =
          Setup.of(
              Long.parseLong(fields[0]),
              Integer.parseInt(fields[1]),
              Duration.ofMinutes(Long.parseLong(fields[2])));
      assertThat(Simulation.run(setup).events()).isPositive();
    }
  }

  @Test
  @Order(2)
  void everyAcceptedChangeIsHeldWhateverFateDoes() {
    long began = System.nanoTime();
    long first = Long.getLong("murmuration.sim.first", 1);
    long seeds = Long.getLong("murmuration.sim.seeds", 200);
    var results =
        LongStream.range(first, first + seeds)
            .parallel()
            .mapToObj(seed -> Simulation.run(Setup.of(seed, SUBCLOUDS, FAULTS)))
            .toList();
    long events = results.stream().mapToLong(Simulation.Result::events).sum();
    long changes = results.stream().mapToLong(Simulation.Result::changes).sum();
    var longest =
        results.stream()
            .map(Simulation.Result::settledAfter)
            .max(Duration::compareTo)
            .orElseThrow();
    System.out.printf(
        "simulated %d seeds x %d subclouds x %d min of faults: %d events, %d changes accepted,"
            + " all settled within %s, %d s of wall time%n",
        seeds,
        SUBCLOUDS,
        FAULTS.toMinutes(),
        events,
        changes,
        longest,
        Duration.ofNanos(System.nanoTime() - began).toSeconds());
    assertThat(changes).isPositive();
  }

  @Test
  @Order(3)
  void theSameSeedIsTheSameHistory() {
    var setup = Setup.of(4711, 100, FAULTS);

    assertThat(Simulation.run(setup)).isEqualTo(Simulation.run(setup));
    assertThat(Simulation.run(Setup.of(4712, 100, FAULTS)).hash())
        .isNotEqualTo(Simulation.run(setup).hash());
  }

  @Test
  @Order(4)
  void aQuietFleetShowsNothingThatItHasNotSeenLately() {
    var results =
        LongStream.rangeClosed(1, 16)
            .parallel()
            .mapToObj(seed -> Simulation.run(Setup.quiet(seed, 60, Duration.ofHours(2))))
            .toList();

    assertThat(results).allMatch(result -> result.changes() > 0);
  }

  private static List<String> regressions() throws IOException {
    var file = Objects.requireNonNull(SimulationTest.class.getResourceAsStream("regressions.txt"));
    try (var reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
