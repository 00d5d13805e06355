package io.murmuration.sync.status;

/**
 * What a site says of itself.
 *
 * @param number grows each time the site was asked; the same number is the same answer, told again.
 *     0: the agent does not number its answers
 * @param failures how often it failed in a row, by the agent's count, which outlives streams; 0: it
 *     did not fail, or the agent does not count
 * @param why if it is not up, in words for an operator
 */
public record SiteVerdict(long number, State state, int failures, String why) {
  /** Not found out is neither up nor down. */
  public enum State {
    UP,
    DOWN,
    UNKNOWN
  }

  public static SiteVerdict up(long number) {
    return new SiteVerdict(number, State.UP, 0, "");
  }

  /** Of an agent that does not count. */
  public static SiteVerdict down(long number, String why) {
    return down(number, 0, why);
  }

  public static SiteVerdict down(long number, int failures, String why) {
    return new SiteVerdict(number, State.DOWN, failures, why);
  }

  public static SiteVerdict unknown(long number, String why) {
    return new SiteVerdict(number, State.UNKNOWN, 0, why);
  }
}
