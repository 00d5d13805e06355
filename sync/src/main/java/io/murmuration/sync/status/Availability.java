package io.murmuration.sync.status;

import java.time.Duration;

/**
 * Whether a site answers. Two failed verdicts in a row make it offline (one failed probe is normal
 * while the site's services restart after a certificate renewal), one good verdict makes it online.
 * A verdict that was not found out changes neither, and a site that never gave one is offline. The
 * agent counts the failures, so that a site which comes back on a new stream before each second one
 * is not taken for up; for agents that do not count, this does, and begins anew with each stream.
 *
 * @param failures failed verdicts in a row
 * @param reason in words for an operator
 * @param known whether the last verdict was one
 * @param counted number of the last verdict: told again, it does not count again; 0: it had none
 */
public record Availability(
    boolean online, int failures, String reason, boolean known, long counted) {
  private static final int FAILURES_TO_OFFLINE = 2;

  /** As read from a row or from another node, which do not know about verdicts. */
  public Availability(boolean online, int failures, String reason) {
    this(online, failures, reason, true, 0);
  }

  public static Availability offline(String reason) {
    return new Availability(false, 0, reason);
  }

  /**
   * How a stream begins. A site that was online stays so until two failed verdicts in a row: that
   * its stream was renewed says nothing about it.
   *
   * @param wasOnline as recorded under the stream before
   * @param said with the greeting
   */
  public static Availability opening(boolean wasOnline, SiteVerdict said) {
    var before =
        wasOnline
            ? new Availability(true, 0, "online before its stream was renewed")
            : offline("connecting");
    return before.verdict(said);
  }

  public Availability verdict(SiteVerdict said) {
    return switch (said.state()) {
      case UP -> new Availability(true, 0, "the site reports that it is up", true, said.number());
      case DOWN -> down(said);
      case UNKNOWN -> known ? unknown(said.why()) : this;
    };
  }

  private Availability down(SiteVerdict said) {
    return said.failures() > 0 ? failed(said, said.failures()) : counted(said);
  }

  /** Of an agent that does not count its failures itself: by what is told on this stream. */
  private Availability counted(SiteVerdict said) {
    if (said.number() != 0 && said.number() == counted) {
      return this;
    }
    if (said.number() != 0 && counted == 0 && failures > 0) {
      // most likely the verdict of the greeting, which has no number, told again with its own
      return new Availability(online, failures, reason, true, said.number());
    }
    return failed(said, failures + 1);
  }

  private Availability failed(SiteVerdict said, int inARow) {
    int now = Math.min(inARow, FAILURES_TO_OFFLINE);
    return now < FAILURES_TO_OFFLINE && online
        ? new Availability(true, now, "one failure so far: " + said.why(), true, said.number())
        : new Availability(
            false, now, "the site reports a failure: " + said.why(), true, said.number());
  }

  private Availability unknown(String why) {
    var kept = online ? "taken for up as before: " : "not known whether the site is up: ";
    return new Availability(online, failures, kept + why, false, counted);
  }

  /** Silence past the limit. */
  public Availability silent(Duration silence) {
    return offline("nothing heard for " + silence.toSeconds() + " s");
  }

  /** Offline, and not because the site said so: nobody hears it. */
  public boolean isUnheard() {
    return !online && known && failures == 0;
  }

  /** Worth telling: a failure that does not count yet is not. */
  public boolean differsFrom(Availability told) {
    return online != told.online || known != told.known;
  }

  public String wireName() {
    return online ? "online" : "offline";
  }
}
