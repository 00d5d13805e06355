package io.murmuration.sync.sim;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
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
 * Prints wall time, events and live heap every virtual hour, and all in one line at the end; ends
 * with status 1 and what led to it if an invariant breaks.
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
    var setup =
        new Setup(seed, n, 1, Duration.ofHours(hours), Duration.ofHours(1), true, Variant.NONE);
    var report = new Report(System.nanoTime(), out);
    try {
      var result = Simulation.run(setup, report);
      out.printf(
          "seed=%d n=%d virtual=%dh wall=%ds events=%d changes=%d settled after %s hash=%016x heap=%d MiB at most%n",
          seed,
          n,
          hours,
          report.wall().toSeconds(),
          result.events(),
          result.changes(),
          result.settledAfter(),
          result.hash(),
          most());
    } catch (Violation violation) {
      out.println(violation.getMessage());
      System.exit(1);
    }
  }

  private record Report(long began, PrintStream out) implements Progress {
    Duration wall() {
      return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void reached(Duration virtual, long events) {
      out.printf(
          "  %s after %d s: %d events, heap=%d MiB live%n",
          virtual, wall().toSeconds(), events, live());
    }

    @Override
    public void broken(Violation violation) {
      out.printf("%s; once more, to see what led to it%n", violation.getMessage());
    }
  }

  private static long live() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() >> 20;
  }

  private static long most() {
    long bytes = 0;
    for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
      bytes += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
    }
    return bytes >> 20;
  }

  private static int argument(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }
}
