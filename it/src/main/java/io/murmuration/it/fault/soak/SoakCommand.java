package io.murmuration.it.fault.soak;

import io.murmuration.it.fault.scenario.Scenarios;
import io.murmuration.it.fault.watch.Recorder;
import io.murmuration.it.fault.world.World;
import io.murmuration.it.run.TreeDeleter;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A random mix of changes, commands and faults with a fixed seed; ends with a verdict. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Changes, commands and faults, drawn by a seed; ends with the checker's verdict.")
final class SoakCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int SHORTEST_FAULT_MILLIS = 500;
  private static final int LONGEST_PAUSE_MILLIS = 4_000;

  @Mixin private final FaultOptions options = new FaultOptions();

  @Option(names = "--subclouds", paramLabel = "N", description = "Agents (${DEFAULT-VALUE}).")
  private int subclouds = 100;

  @Option(names = "--minutes", paramLabel = "M", description = "How long (${DEFAULT-VALUE}).")
  private double minutes = 20;

  @Option(
      names = "--longest-fault",
      paramLabel = "SECONDS",
      description = "(${DEFAULT-VALUE}).")
  private int longestFault = 20;

  @Override
  public Integer call() throws InterruptedException {
    TreeDeleter.delete(options.data);
    var random = new SplittableRandom(options.seed);
    System.out.printf(
        "soak: seed %d, %.1f minutes, %d subclouds, %d nodes%n",
        options.seed, minutes, subclouds, options.nodes);
    System.out.println(
        "soak: full disks by limits of the process (prlimit); clocks are not moved: a node's own"
            + " clock counts for nothing here, times are the database's or monotonic");
    var settings =
        Map.of(
            "MURMURATION_LOG_LEVEL", "warn",
            "MURMURATION_SYNC_AUDIT_PERIOD", "1m",
            "MURMURATION_SYNC_HEARTBEAT_PERIOD", "2s",
            "MURMURATION_AGENTS_DRAIN", "0s");
    try (var world = World.start(options.world(subclouds, settings));
        var recorder = Recorder.start(world, System::nanoTime, random.split(), LOOK)) {
      try (var traffic = new Traffic(world, recorder, random.split())) {
        hurt(new Mischief(world, recorder, random.split()), random);
        traffic.end();
      }
      System.out.println("soak: all is well again; waiting for rest");
      new Scenarios(world, recorder, System::nanoTime, LIMIT).rest();
      return Verdict.of(world, recorder, options.data) ? 0 : 1;
    }
  }

  private void hurt(Mischief mischief, SplittableRandom random) {
    long began = System.nanoTime();
    long length = (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    while (System.nanoTime() - began < length) {
      int left = (int) TimeUnit.NANOSECONDS.toMillis(length - (System.nanoTime() - began));
      int longest = (int) TimeUnit.SECONDS.toMillis(longestFault);
      int time = random.nextInt(SHORTEST_FAULT_MILLIS, longest);
      var fault = mischief.begin();
      System.out.printf(
          "%6.1f s  %s, for %.1f s%n",
          (System.nanoTime() - began) / 1e9, fault.what(), Math.min(time, left) / 1e3);
      pause(Math.min(time, left));
      fault.end().run();
      pause(Math.min(random.nextInt(LONGEST_PAUSE_MILLIS), left));
    }
  }

  private static void pause(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
