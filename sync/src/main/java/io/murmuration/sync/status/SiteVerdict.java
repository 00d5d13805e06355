package io.murmuration.sync.status;

/**
 * What a site says of itself.
 *
 * @param number grows each time the site was asked; the same number is the same answer, told again.
 *     0: the agent does not number its answers
 * @param why if it is not up, in words for an operator
 */
public record SiteVerdict(long number, State state, String why) {
  /** Not found out is neither up nor down. */
  public enum State {
    UP,
    DOWN,
    UNKNOWN
  }

  public static SiteVerdict up(long number) {
    return new SiteVerdict(number, State.UP, "");
  }

  public static SiteVerdict down(long number, String why) {
    return new SiteVerdict(number, State.DOWN, why);
  }

  public static SiteVerdict unknown(long number, String why) {
    return new SiteVerdict(number, State.UNKNOWN, why);
  }
}
