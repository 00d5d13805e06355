package io.murmuration.central.release.fetch;

import java.time.Duration;

/**
 * @param perSite bytes a second to one site; 0: no limit
 * @param total bytes a second of all nodes together; 0: no limit
 * @param atOnce fetches under way at this node; more are told to come again
 * @param patience a fetch whose peer takes nothing for so long is ended
 */
public record FetchLimits(long perSite, long total, int atOnce, Duration patience) {
  public FetchLimits {
    if (perSite < 0 || total < 0 || atOnce <= 0) {
      throw new IllegalArgumentException(
          "limits: %d, %d, %d (expected: >= 0, >= 0, > 0)".formatted(perSite, total, atOnce));
    }
  }
}
