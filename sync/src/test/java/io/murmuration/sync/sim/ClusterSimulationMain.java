package io.murmuration.sync.sim;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/**
 * Many worlds with several central nodes each, one after the other on every core: {@code
 * ClusterSimulationMain [seeds] [subclouds] [minutes of faults] [first seed]}, by default 1,000
 * seeds of 300 subclouds and 3 minutes. Run it as {@link SimulationMain}.
 *
 * <p>Prints each broken invariant with what led to it, and all in one line at the end; ends with
 * status 1 if an invariant broke.
 */
public final class ClusterSimulationMain {
  private ClusterSimulationMain() {}

  public static void main(String[] arguments) {
    int seeds = argument(arguments, 0, 1000);
    int n = argument(arguments, 1, 300);
    int minutes = argument(arguments, 2, 3);
    int first = argument(arguments, 3, 1);
    var broken = new AtomicInteger();
    long began = System.nanoTime();
    var total =
        LongStream.range(first, first + (long) seeds)
            .parallel()
            .mapToObj(seed -> run(Setup.cluster(seed, n, Duration.ofMinutes(minutes)), broken))
            .reduce(Simulation.Result.NONE, Simulation.Result::and);
    System.out.printf(
        "simulated %d seeds x %d subclouds x %d min of faults with 2 to 4 nodes: %d events, %d changes"
            + " accepted, all settled within %s, %d broken, wall=%.1fs%n",
        seeds,
        n,
        minutes,
        total.events(),
        total.changes(),
        total.settledAfter(),
        broken.get(),
        (System.nanoTime() - began) / 1e9);
    if (broken.get() > 0) {
      System.exit(1);
    }
  }

  private static Simulation.Result run(Setup setup, AtomicInteger broken) {
    try {
      return Simulation.run(setup);
    } catch (Violation violation) {
      broken.incrementAndGet();
      System.out.println(violation.getMessage());
      return Simulation.Result.NONE;
    }
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
