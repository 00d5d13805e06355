package io.murmuration.sync.sim;

import java.io.PrintStream;
import java.time.Duration;

/**
 * The simulator from the command line: {@code SimulationMain [subclouds] [virtual hours] [seed]
 * [seeds]}, by default 10,000 subclouds for 24 hours with seed 1. Run it with
 *
 * <pre>
 * ./mvnw -Pquick -pl sync -am package -DskipTests
 * java -cp sync/target/classes:sync/target/test-classes io.murmuration.sync.sim.SimulationMain 10000 24
 * </pre>
 *
 * Prints wall time, events and live heap; ends with status 1 and one line if an invariant breaks.
 */
public final class SimulationMain {
  private SimulationMain() {}

  public static void main(String[] arguments) {
    int n = argument(arguments, 0, 10_000);
    int hours = argument(arguments, 1, 24);
    int seed = argument(arguments, 2, 1);
    int seeds = argument(arguments, 3, 1);
    var out = System.out;
    for (int i = 0; i < seeds; i++) {
      run(seed + i, n, hours, out);
    }
  }

  private static void run(int seed, int n, int hours, PrintStream out) {
    long began = System.nanoTime();
    var setup =
        new Setup(seed, n, Duration.ofHours(hours), Duration.ofHours(1), true, Variant.NONE);
    try {
      var result = Simulation.run(setup);
      var wall = Duration.ofNanos(System.nanoTime() - began);
      var runtime = Runtime.getRuntime();
      out.printf(
          "seed=%d n=%d virtual=%dh wall=%ds events=%d changes=%d settled after %s hash=%016x"
              + " heap used at end=%d MiB%n",
          seed,
          n,
          hours,
          wall.toSeconds(),
          result.events(),
          result.changes(),
          result.settledAfter(),
          result.hash(),
          (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    } catch (Violation violation) {
      out.println(violation.getMessage());
      System.exit(1);
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
