package io.murmuration.it.bench;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often something is done. */
final class RoundOptions {
  /** Until then the compiler takes a good part of two cores. */
  private static final int WARM_ANSWERS = 200_000;

  private static final int LEAST_WARM_UP = 10;
  private static final int MOST_WARM_UP = 120;

  @Option(names = "--rounds", paramLabel = "R", description = "Measured rounds (${DEFAULT-VALUE}).")
  int rounds = 20;

  @Option(
      names = "--warm-up",
      paramLabel = "R",
      description =
          "Rounds before, not counted; if not given, "
              + LEAST_WARM_UP
              + " to "
              + MOST_WARM_UP
              + ": so many that "
              + WARM_ANSWERS
              + " answers have come.")
  @Nullable Integer warmUp;

  int warmUp(int subclouds) {
    return warmUp != null
        ? warmUp
        : Math.clamp(WARM_ANSWERS / Math.max(1, subclouds), LEAST_WARM_UP, MOST_WARM_UP);
  }
}
