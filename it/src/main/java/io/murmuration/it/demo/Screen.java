package io.murmuration.it.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.it.run.Rest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Progress for people: a bar that moves on a terminal, a line now and then elsewhere. */
final class Screen {
  private static final int WIDTH = 30;
  private static final Duration STEP = Duration.ofMillis(200);
  private static final int PLAIN_STEPS = 25;

  private final boolean terminal;

  Screen(boolean terminal) {
    this.terminal = terminal;
  }

  void title(String text) {
    System.out.println("\n== " + text);
  }

  void say(String text) {
    System.out.println("   " + text);
  }

  /**
   * Shows the fleet until the condition holds.
   *
   * @throws IllegalStateException if it does not in time
   */
  void watch(Rest rest, int subclouds, Duration limit, String what, BooleanSupplier done) {
    long began = System.nanoTime();
    int steps = 0;
    while (true) {
      boolean over = done.getAsBoolean();
      var line = line(rest.get("/v1.0/fleet"), subclouds, began);
      if (terminal) {
        System.out.print("\r   " + line);
      } else if (over || steps % PLAIN_STEPS == 0) {
        System.out.println("   " + line);
      }
      if (over) {
        System.out.print(terminal ? "\n" : "");
        return;
      }
      if (System.nanoTime() - began > limit.toNanos()) {
        throw new IllegalStateException("not within " + limit.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(STEP.toNanos());
      steps++;
    }
  }

  private static String line(JsonNode fleet, int subclouds, long began) {
    int inSync = fleet.get("in-sync").asInt();
    int filled = inSync * WIDTH / Math.max(1, subclouds);
    return "[%s%s] connected %d  in-sync %d  out-of-sync %d  unknown %d  of %d   %5.1f s"
        .formatted(
            "#".repeat(filled),
            ".".repeat(WIDTH - filled),
            fleet.get("connected").asInt(),
            inSync,
            fleet.get("out-of-sync").asInt(),
            fleet.get("unknown").asInt(),
            subclouds,
            (System.nanoTime() - began) / 1e9);
  }
}
