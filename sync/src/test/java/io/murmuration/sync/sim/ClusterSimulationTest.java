package io.murmuration.sync.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Several central nodes over one database, which may be slow, cut off, lie about commits or be
 * replaced by an older dump. 40 seeds × 60 subclouds in each build, more on demand: {@link
 * ClusterSimulationMain}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterSimulationTest {
  private static final Duration FAULTS = Duration.ofMinutes(3);

  @Test
  void whatOneNodeAcceptsIsHeldAndShownByAllWhateverFateDoes() {
    long first = Long.getLong("murmuration.sim.first", 1);
    var total =
        LongStream.range(first, first + 40)
            .parallel()
            .mapToObj(seed -> Simulation.run(Setup.cluster(seed, 60, FAULTS)))
            .reduce(Simulation.Result.NONE, Simulation.Result::and);

    assertThat(total.changes()).isPositive();
  }

  @Test
  void theSameSeedIsTheSameHistoryAmongSeveralNodesToo() {
    var setup = Setup.cluster(4711, 40, FAULTS);

    assertThat(Simulation.run(setup)).isEqualTo(Simulation.run(setup));
  }
}
