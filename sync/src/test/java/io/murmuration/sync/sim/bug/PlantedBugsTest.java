package io.murmuration.sync.sim.bug;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.sim.Setup;
import io.murmuration.sync.sim.Simulation;
import io.murmuration.sync.sim.Violation;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The simulator is worth its time only if it sees bugs: twelve are planted, each must be caught.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlantedBugsTest {
  private static final int SEEDS = 24;

  @ParameterizedTest
  @EnumSource(Planted.class)
  void aPlantedBugIsCaught(Planted bug) {
    var caught =
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> sign(bug.setup(seed)))
            .filter(sign -> !sign.isEmpty())
            .toList();
    System.out.printf(
        "%s: caught by %d of %d seeds, for example: %s%n",
        bug, caught.size(), SEEDS, caught.isEmpty() ? "" : caught.getFirst());
    assertThat(caught).isNotEmpty();
  }

  private static String sign(Setup setup) {
    try {
      Simulation.run(setup);
      return "";
    } catch (Violation violation) {
      return String.valueOf(violation.getMessage()).lines().findFirst().orElse("?");
    }
  }
}
