package io.murmuration.sync.hub;

import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.endpoint.Endpoints;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.port.Timers;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the sites of a lane's sessions are looked at for and not pushed to: endpoints and alarms.
 * Keeps the last word of each and says what it is worth now. A verdict counts only for an online,
 * managed subcloud whose identity was synced (ids that differ make every other comparison
 * doubtful), and only while the site is looked at often enough. Touched by the lane's owner only.
 */
final class AuditDesk {
  private final StatusSink sink;
  private final Timers timers;
  private final Freshness freshness;

  /** One endpoint of one stream. */
  static final class Audited {
    private @Nullable AuditVerdict verdict;
    private @Nullable String doubt;
    private String lastTry = "";
    private long seenNanos;
    private @Nullable KindStatus reported;
  }

  AuditDesk(StatusSink sink, Timers timers, Freshness freshness) {
    this.sink = sink;
    this.timers = timers;
    this.freshness = freshness;
  }

  void opened(LaneSession session) {
    for (var kind : Endpoints.AUDITED) {
      session.audited().put(kind, new Audited());
    }
    report(session);
  }

  /** The agent came to a verdict; it is as old as the look that it rests on. */
  void said(LaneSession session, Kind kind, AuditVerdict verdict, Duration age) {
    var audited = session.audited().get(kind);
    if (audited != null) {
      audited.verdict = verdict;
      look(audited, age, "");
      report(session, kind, audited);
    }
  }

  /**
   * The site was last looked at this long ago, and was as was told then.
   *
   * @param lastTry why it could not be looked at since, or ""
   */
  void observed(LaneSession session, Kind kind, Duration age, String lastTry) {
    var audited = session.audited().get(kind);
    if (audited != null && audited.verdict != null) {
      look(audited, age, lastTry);
      report(session, kind, audited);
    }
  }

  private void look(Audited audited, Duration age, String lastTry) {
    audited.seenNanos = timers.nowNanos() - age.toNanos();
    audited.lastTry = lastTry;
    audited.doubt = freshness.isOver(age) ? freshness.tooOld(lastTry) : null;
  }

  /** Time has passed. */
  void sweep(LaneSession session) {
    session
        .audited()
        .forEach((kind, audited) -> {
          var age = Duration.ofNanos(timers.nowNanos() - audited.seenNanos);
          if (audited.verdict != null && audited.doubt == null && freshness.isOver(age)) {
            audited.doubt = freshness.tooOld(audited.lastTry);
            report(session, kind, audited);
          }
        });
  }

  /** The fault manager of the site holds this. */
  void alarms(LaneSession session, SiteState state) {
    session.alarms = state;
    session.alarmsReported = false;
    reportAlarms(session);
  }

  /** Something that the verdicts depend on changed. */
  void report(LaneSession session) {
    session.audited().forEach((kind, audited) -> report(session, kind, audited));
    reportAlarms(session);
  }

  /** What was reported is not in the rows any more. */
  void reportAnew(LaneSession session) {
    session.audited().values().forEach(audited -> audited.reported = null);
    session.alarmsReported = false;
    report(session);
  }

  /**
   * Nobody counts the alarms of a subcloud that is offline or unmanaged: whoever says so, resets.
   */
  private void reportAlarms(LaneSession session) {
    boolean counts = session.inputs.online() && session.inputs.managed();
    if (!counts) {
      session.alarmsReported = false;
    } else if (session.alarms != null && !session.alarmsReported) {
      session.alarmsReported = true;
      sink.alarms(session.id, session.epoch, session.inputs.generation(), session.alarms);
    }
  }

  private void report(LaneSession session, Kind kind, Audited audited) {
    var status =
        KindStatus.audited(
            kind, audited.verdict, audited.doubt, session.inputs, session.isIdentityKnown());
    if (!status.equals(audited.reported)) {
      audited.reported = status;
      var age = Duration.ofNanos(timers.nowNanos() - audited.seenNanos);
      sink.kind(session.id, session.epoch, session.inputs.generation(), kind, status, age);
    }
  }
}
