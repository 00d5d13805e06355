package io.murmuration.it.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** A number that grows until it is as large as it shall be, looked at from time to time. */
public final class Growth {
  private Growth() {}

  /** At that time it was so large. */
  public record Sample(double seconds, int count) {}

  /**
   * Waits until the number is at least {@code all}.
   *
   * @param began {@link System#nanoTime} at second zero
   * @param step between two looks
   * @return what was seen; the last one is the end
   * @throws IllegalStateException if it is not that large in time
   */
  public static List<Sample> until(
      String what, int all, long began, Duration limit, Duration step, IntSupplier count) {
    var samples = new ArrayList<Sample>();
    Watch.until(
        what,
        limit,
        step,
        () -> {
          int now = count.getAsInt();
          samples.add(new Sample((System.nanoTime() - began) / 1e9, now));
          return now >= all;
        });
    return samples;
  }
}
