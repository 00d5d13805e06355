package io.murmuration.sync.sim.bug;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.sim.Setup;
import io.murmuration.sync.sim.Simulation;
import io.murmuration.sync.sim.Violation;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The simulator is worth its time only if it sees bugs: each that is planted must be caught. The
 * seed that is kept for it is run first, and others only if that one is blind to it by now.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlantedBugsTest {
  private static final int SEEDS = 24;

  @ParameterizedTest
  @EnumSource(Planted.class)
  void aPlantedBugIsCaught(Planted bug) {
    catches(bug, bug.kept, bug::setup);
  }

  @ParameterizedTest
  @EnumSource(PlantedInCluster.class)
  void aBugOfSeveralNodesIsCaught(PlantedInCluster bug) {
    catches(bug, bug.kept, bug::setup);
  }

  private static void catches(Enum<?> bug, long kept, LongFunction<Setup> world) {
    var sign = sign(world.apply(kept));
    if (sign.isEmpty()) {
      sign =
          LongStream.rangeClosed(1, SEEDS)
              .parallel()
              .mapToObj(seed -> sign(world.apply(seed)))
              .filter(found -> !found.isEmpty())
              .findAny()
              .orElse("");
      System.out.printf("%s: seed %d is blind to it, keep another one%n", bug, kept);
    }
    System.out.printf("%s: %s%n", bug, sign);
    assertThat(sign).isNotEmpty();
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
