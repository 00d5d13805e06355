package io.murmuration.sync.status;

/**
 * Whether a site answers. Two failed verdicts in a row make it offline (one failed probe is normal
 * while the site's services restart after a certificate renewal), one good verdict makes it online.
 *
 * @param failures failed verdicts in a row
 * @param reason in words for an operator
 */
public record Availability(boolean online, int failures, String reason) {
  private static final int FAILURES_TO_OFFLINE = 2;

  public static Availability offline(String reason) {
    return new Availability(false, 0, reason);
  }

  public Availability verdict(boolean up, String why) {
    if (up) {
      return new Availability(true, 0, "the site reports that it is up");
    }
    int now = Math.min(failures + 1, FAILURES_TO_OFFLINE);
    return now < FAILURES_TO_OFFLINE && online
        ? new Availability(true, now, reason)
        : new Availability(false, now, "the site reports a failure: " + why);
  }

  /** Silence past the limit. */
  public Availability silent(java.time.Duration silence) {
    return offline("nothing heard for " + silence.toSeconds() + " s");
  }

  public String wireName() {
    return online ? "online" : "offline";
  }
}
