package io.murmuration.central.status;

import java.time.Duration;

/**
 * How long reports wait for company. A batch leaves when it is full, when no further report came
 * for {@code quiet}, or when its first report waited for {@code longest}: so the acknowledgements
 * of a whole fleet need few statements, and the last of them does not wait long.
 *
 * @param quiet silence after which a batch leaves
 * @param longest the most a report waits while others keep coming
 * @param passing how long a status that will change by itself waits to be replaced
 * @param full number of reports that leave at once
 */
public record StatusLinger(Duration quiet, Duration longest, Duration passing, int full) {
  /** Rows of one statement at most. */
  public static final int MAX_ROWS = 2000;

  public static final StatusLinger DEFAULT =
      new StatusLinger(
          Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(1), MAX_ROWS / 2);

  public StatusLinger {
    if (full <= 0 || full > MAX_ROWS) {
      throw new IllegalArgumentException("full: " + full + " (expected: 1 to " + MAX_ROWS + ")");
    }
  }
}
