package io.murmuration.sync.hub;

import java.time.Duration;

/**
 * How patience grows.
 *
 * @param first delay after the first failure; doubles with each further one
 * @param most upper bound of the delay
 * @param contestedRepairs that many repairs of drift ...
 * @param contestedWithin ... within this time make an item contested: somebody at the site keeps
 *     changing it back
 * @param contestedPause pause before the next repair of a contested kind
 */
public record RetryPolicy(
    Duration first,
    Duration most,
    int contestedRepairs,
    Duration contestedWithin,
    Duration contestedPause) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofSeconds(2),
          Duration.ofMinutes(5),
          3,
          Duration.ofHours(1),
          Duration.ofMinutes(15));

  /** Delay after {@code tries} failures in a row (≥ 1). */
  public Duration delay(int tries) {
    var delay = first;
    for (int i = 1; i < tries && delay.compareTo(most) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(most) > 0 ? most : delay;
  }
}
