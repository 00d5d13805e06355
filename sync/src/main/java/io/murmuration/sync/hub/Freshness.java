package io.murmuration.sync.hub;

import java.time.Duration;

/**
 * How long an observation is relied on. What is shown as in-sync was seen at the site within this
 * time; after it, nobody knows.
 */
final class Freshness {
  private static final Duration RAREST_LOOK = Duration.ofMinutes(1);
  private static final Duration MOST_FREQUENT_LOOK = Duration.ofSeconds(1);
  private static final int LOOKS = 8;

  private final Duration limit;

  Freshness(Duration limit) {
    this.limit = limit;
  }

  /** How often to look: all sessions of a lane at once, rather than a timer for each. */
  Duration sweepPeriod() {
    var wish = limit.dividedBy(LOOKS);
    if (wish.compareTo(MOST_FREQUENT_LOOK) < 0) {
      return MOST_FREQUENT_LOOK;
    }
    return wish.compareTo(RAREST_LOOK) > 0 ? RAREST_LOOK : wish;
  }

  boolean isOver(Duration age) {
    return age.compareTo(limit) > 0;
  }

  /**
   * @param lastTry why the site could not be read since, or ""
   */
  String tooOld(String lastTry) {
    var old = "not observed for more than " + text(limit);
    return lastTry.isEmpty() ? old : old + "; the site could not be read: " + lastTry;
  }

  static String unreadable(String why) {
    return "the site could not be read: " + why;
  }

  private static String text(Duration time) {
    return time.compareTo(Duration.ofMinutes(2)) < 0
        ? time.toSeconds() + " s"
        : time.toMinutes() + " min";
  }
}
