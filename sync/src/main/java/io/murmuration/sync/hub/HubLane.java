package io.murmuration.sync.hub;

import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.hub.LaneSession.Work;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.AgentLink;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.port.Timers;
import io.murmuration.sync.port.WantedSource;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Drives the machines of many sessions: feeds them events, performs their effects, keeps permits
 * and timers. One writer: every call comes from the lane's owner (a thread, or the simulator). What
 * comes back carries the session epoch, and is dropped if another stream is newer.
 */
public final class HubLane {
  private final LaneConfig config;
  private final HubMachine machine;
  private final AgentLink link;
  private final StatusSink sink;
  private final WantedSource wanted;
  private final Timers timers;
  private final LaneObserver observer;
  private final Permits permits;
  // linked: the simulator needs the same order on every JVM
  private final Map<SubcloudId, LaneSession> sessions = new LinkedHashMap<>();
  private final Map<SubcloudId, Departed> departed = new LinkedHashMap<>();
  private final Freshness freshness;
  private final AuditDesk audits;
  private boolean granting;
  private boolean sweeping;

  private record Departed(SessionEpoch epoch, Timers.Timer offline) {}

  /** What the lane needs from outside. */
  public record Ports(
      AgentLink link, StatusSink sink, WantedSource wanted, Timers timers, LaneObserver observer) {}

  public HubLane(LaneConfig config, HubMachine machine, Ports ports) {
    this.config = config;
    this.machine = machine;
    this.link = ports.link();
    this.sink = ports.sink();
    this.wanted = ports.wanted();
    this.timers = ports.timers();
    this.observer = ports.observer();
    this.permits = new Permits(config.permits());
    this.freshness = new Freshness(config.unobservedAfter());
    this.audits = new AuditDesk(sink, timers, freshness);
  }

  /** A stream was accepted and its claim is committed. Replaces an older stream of the subcloud. */
  public void opened(SessionStart start) {
    var old = sessions.get(start.id());
    if (old != null) {
      if (old.epoch.compareTo(start.epoch()) >= 0) {
        return;
      }
      forget(old);
    }
    var left = departed.get(start.id());
    if (left != null) {
      if (left.epoch().compareTo(start.epoch()) >= 0) {
        return; // accepted before the stream that is gone already, but told later
      }
      departed.remove(start.id());
      left.offline().cancel();
    }
    var availability = Availability.opening(start.wasOnline(), start.verdict());
    long now = timers.nowNanos();
    var session = new LaneSession(start, availability, now);
    sessions.put(start.id(), session);
    sink.availability(session.id, session.epoch, availability);
    armSilence(session, config.cutAfter());
    start
        .holdings()
        .forEach((kind, holding) -> {
          var fresh = KindState.fresh(wanted.wanted(start.id(), kind), firstAttempt(start.epoch()));
          var age = start.age(kind, config.unobservedAfter());
          var work = new Work(fresh, now - age.toNanos());
          session.work().put(kind, work);
          step(session, kind, work, new KindEvent.Seen(holding, !start.strange().contains(kind)));
          doubtIfOld(session, kind, work);
        });
    audits.opened(session);
    armSweep();
    grant();
  }

  /** Grows with the session, so that no attempt of an earlier stream has the same number. */
  private static long firstAttempt(SessionEpoch epoch) {
    return (epoch.hubEpoch() << 52) + (epoch.number() << 24);
  }

  /** The stream ended. The subcloud stays what it was until it was silent for too long. */
  public void closed(SubcloudId id, SessionEpoch epoch) {
    var session = sessions.get(id);
    if (session == null || !session.epoch.equals(epoch)) {
      return; // a late disconnect of an older stream says nothing about the newer one
    }
    sessions.remove(id);
    forget(session);
    var left = config.offlineAfter().minusNanos(timers.nowNanos() - session.heardNanos);
    var delay = left.isNegative() ? Duration.ZERO : left;
    departed.put(id, new Departed(epoch, timers.after(delay, () -> silentTooLong(session))));
    grant();
  }

  /** The subcloud or its enrolment is gone: nothing more is said about it. */
  public void removed(SubcloudId id) {
    var session = sessions.remove(id);
    if (session != null) {
      forget(session);
    }
    var left = departed.remove(id);
    if (left != null) {
      left.offline().cancel();
    }
    grant();
  }

  /** The agent was heard. */
  public void heartbeat(SubcloudId id, SessionEpoch epoch, SiteVerdict verdict) {
    var session = current(id, epoch);
    if (session == null) {
      return;
    }
    session.heardNanos = timers.nowNanos();
    var before = session.availability;
    session.availability = before.verdict(verdict);
    if (session.availability.differsFrom(before)) {
      sink.availability(id, epoch, session.availability);
    }
    if (before.online() != session.availability.online()) {
      session.inputs = session.inputs.online(session.availability.online());
      stepAll(session, new KindEvent.InputsChanged());
      audits.report(session);
      grant();
    }
  }

  /** The site was observed this long ago. */
  public void seen(
      SubcloudId id,
      SessionEpoch epoch,
      Kind kind,
      Holding holding,
      boolean ancestor,
      Duration age) {
    var session = current(id, epoch);
    var work = session == null ? null : session.work().get(kind);
    if (session != null && work != null) {
      session.heardNanos = timers.nowNanos();
      if (holding.digest() != null) {
        work.seen(session.heardNanos - age.toNanos(), "");
      }
      step(session, kind, work, new KindEvent.Seen(holding, ancestor));
      doubtIfOld(session, kind, work);
      grant();
    }
  }

  /** The agent was asked to look, and the site could not be read. */
  public void unreadable(SubcloudId id, SessionEpoch epoch, Kind kind, String why) {
    var session = current(id, epoch);
    var work = session == null ? null : session.work().get(kind);
    if (session != null && work != null) {
      session.heardNanos = timers.nowNanos();
      work.doubted(session.heardNanos, why);
      step(session, kind, work, new KindEvent.Doubted(Freshness.unreadable(why)));
    }
  }

  /**
   * The site was last observed this long ago, and was as was told then.
   *
   * @param lastTry why it could not be read since, or ""
   */
  public void observed(SubcloudId id, SessionEpoch epoch, Kind kind, Duration age, String lastTry) {
    var session = current(id, epoch);
    var work = session == null ? null : session.work().get(kind);
    if (session != null && work == null) {
      audits.observed(session, kind, age, lastTry);
    } else if (session != null && work != null) {
      work.seen(timers.nowNanos() - age.toNanos(), lastTry);
      if (work.isSeenSinceDoubted() && !freshness.isOver(age)) {
        step(session, kind, work, new KindEvent.Confirmed());
      }
    }
  }

  /** The agent audited an endpoint that is not pushed to. */
  public void audited(
      SubcloudId id, SessionEpoch epoch, Kind kind, AuditVerdict verdict, Duration age) {
    var session = current(id, epoch);
    if (session != null) {
      session.heardNanos = timers.nowNanos();
      audits.said(session, kind, verdict, age);
    }
  }

  /** The agent told what the site's fault manager holds. */
  public void alarms(SubcloudId id, SessionEpoch epoch, SiteState state) {
    var session = current(id, epoch);
    if (session != null) {
      audits.alarms(session, state);
    }
  }

  /** A push was answered. */
  public void answered(SubcloudId id, SessionEpoch epoch, Kind kind, long attempt, Answer answer) {
    var session = current(id, epoch);
    var work = session == null ? null : session.work().get(kind);
    if (session != null && work != null) {
      session.heardNanos = timers.nowNanos();
      if (answer instanceof Answer.Finished) {
        work.seen(session.heardNanos, ""); // read back
      }
      step(session, kind, work, new KindEvent.Answered(attempt, answer));
      grant();
    }
  }

  /** The stream takes data again. */
  public void streamReady(SubcloudId id, SessionEpoch epoch) {
    var session = current(id, epoch);
    if (session != null) {
      stepAll(session, new KindEvent.StreamReady());
      grant();
    }
  }

  /** Something changed in a scope: every session in it compares again. */
  public void wantedMoved(Scope scope) {
    for (var session : LaneSession.inScope(sessions, scope)) {
      refreshWanted(session);
    }
    grant();
  }

  /** An operator's decision about one subcloud. {@code online} of the inputs is kept. */
  public void inputsChanged(SubcloudId id, Inputs inputs, long group) {
    var session = sessions.get(id);
    if (session == null) {
      return;
    }
    session.inputs = inputs.online(session.inputs.online());
    session.group = group;
    refreshWanted(session);
    session.work().values().forEach(work -> work.reported = null); // the statuses were reset
    stepAll(session, new KindEvent.InputsChanged());
    audits.reportAnew(session);
    grant();
  }

  /** Asks every session of the scope what its site has. Returns the streams asked. */
  public Map<SubcloudId, SessionEpoch> audit(Scope scope, Kind kind, boolean bypassCache) {
    var asked = new LinkedHashMap<SubcloudId, SessionEpoch>();
    for (var session : LaneSession.inScope(sessions, scope)) {
      if (session.work().containsKey(kind) || session.audited().containsKey(kind)) {
        link.ask(session.id, session.epoch, kind, bypassCache);
        asked.put(session.id, session.epoch);
      }
    }
    return asked;
  }

  /** An operator wants another try now, refused items included. */
  public void retry(SubcloudId id, Kind kind) {
    var session = sessions.get(id);
    var work = session == null ? null : session.work().get(kind);
    if (session != null && work != null) {
      step(session, kind, work, new KindEvent.RetryAsked());
      grant();
    }
  }

  /** A status write was lost to somebody newer: say again what is known. */
  public void reportAgain(SubcloudId id) {
    var session = sessions.get(id);
    if (session != null) {
      sink.availability(id, session.epoch, session.availability);
      session.work().values().forEach(work -> work.reported = null);
      session.work().forEach((kind, work) -> report(session, kind, work));
      audits.reportAnew(session);
    }
  }

  private void refreshWanted(LaneSession session) {
    session
        .work()
        .forEach((kind, work) -> {
          var now = wanted.wanted(session.id, kind);
          if (now.revision().isAfter(work.state.wanted().revision())
              || !now.digest().equals(work.state.wanted().digest())) {
            step(session, kind, work, new KindEvent.Wanted(now));
          }
        });
  }

  private @Nullable LaneSession current(SubcloudId id, SessionEpoch epoch) {
    var session = sessions.get(id);
    return session != null && session.epoch.equals(epoch) ? session : null;
  }

  private void stepAll(LaneSession session, KindEvent event) {
    session.work().forEach((kind, work) -> step(session, kind, work, event));
  }

  private void step(LaneSession session, Kind kind, Work work, KindEvent event) {
    var before = work.state;
    var step = machine.step(before, event, session.inputs(kind), timers.nowNanos());
    work.state = step.state();
    observer.stepped(session.id, session.epoch, kind, event, before, work.state);
    for (var effect : step.effects()) {
      perform(session, kind, work, effect);
    }
    report(session, kind, work);
    if (before.isConflict() != work.state.isConflict()) {
      stepAll(session, new KindEvent.InputsChanged()); // it holds the other kinds too
    }
  }

  private void report(LaneSession session, Kind kind, Work work) {
    var status = KindStatus.of(kind, work.state, session.inputs(kind));
    if (!status.equals(work.reported)) {
      work.reported = status;
      var age = work.age(timers.nowNanos());
      sink.kind(session.id, session.epoch, session.inputs.generation(), kind, status, age);
      if (kind == Kind.IDENTITY) {
        audits.report(session); // they wait for it
      }
    }
  }

  private void perform(LaneSession session, Kind kind, Work work, Effect effect) {
    var claim = new Permits.Claim(session.id, kind);
    switch (effect) {
      case Effect.AskPermit(var suspect) -> permits.ask(claim, suspect);
      case Effect.WithdrawPermit _ -> permits.withdraw(claim);
      case Effect.ReturnPermit _ -> permits.giveBack(claim);
      case Effect.Ask _ -> link.ask(session.id, session.epoch, kind, false);
      case Effect.ArmRetry(var attempt, var delay) -> {
        work.disarm(); // a retry that was armed earlier must not end this pause
        arm(session, kind, work, timers.jittered(delay), new KindEvent.RetryDue(attempt));
      }
      case Effect.DisarmTimers _ -> work.disarm();
      case Effect.Push push -> push(session, kind, work, push);
    }
  }

  private void push(LaneSession session, Kind kind, Work work, Effect.Push push) {
    work.disarm();
    if (!link.push(session.id, session.epoch, kind, push)) {
      step(session, kind, work, new KindEvent.NotSent(push.attempt()));
      return;
    }
    arm(session, kind, work, config.permitHold(), new KindEvent.TakesLong(push.attempt()));
    arm(session, kind, work, config.pushTimeout(), new KindEvent.TimedOut(push.attempt()));
  }

  private void arm(LaneSession session, Kind kind, Work work, Duration delay, KindEvent whenDue) {
    var timer =
        timers.after(
            delay,
            () -> {
              if (sessions.get(session.id) == session) {
                step(session, kind, work, whenDue);
                grant();
              }
            });
    var pending = new ArrayList<>(work.timers);
    pending.add(timer);
    work.timers = List.copyOf(pending);
  }

  /** Hands out permits; not re-entered by the steps that it causes. */
  private void grant() {
    if (granting) {
      return;
    }
    granting = true;
    try {
      for (var claim = permits.grant(); claim.isPresent(); claim = permits.grant()) {
        var session = sessions.get(claim.get().id());
        var work = session == null ? null : session.work().get(claim.get().kind());
        if (session == null || work == null) {
          permits.giveBack(claim.get());
        } else {
          step(session, claim.get().kind(), work, new KindEvent.Permitted());
        }
      }
    } finally {
      granting = false;
    }
  }

  private void armSilence(LaneSession session, Duration delay) {
    session.silence =
        timers.after(
            delay,
            () -> {
              if (sessions.get(session.id) != session) {
                return;
              }
              var left = config.cutAfter().minusNanos(timers.nowNanos() - session.heardNanos);
              if (left.isPositive()) {
                armSilence(session, left);
              } else {
                link.cutSilent(session.id, session.epoch);
                closed(session.id, session.epoch);
              }
            });
  }

  /** One timer for all sessions of the lane, while there are any. */
  private void armSweep() {
    if (!sweeping) {
      sweeping = true;
      timers.after(freshness.sweepPeriod(), this::sweep);
    }
  }

  private void sweep() {
    sweeping = false;
    for (var session : sessions.values()) {
      session.work().forEach((kind, work) -> doubtIfOld(session, kind, work));
      audits.sweep(session);
    }
    if (!sessions.isEmpty()) {
      armSweep();
    }
  }

  private void doubtIfOld(LaneSession session, Kind kind, Work work) {
    if (work.state.doubt() == null && work.isTooOld(freshness, timers.nowNanos())) {
      work.doubted(work.seenNanos, work.lastTry);
      step(session, kind, work, new KindEvent.Doubted(freshness.tooOld(work.lastTry)));
    }
  }

  private void silentTooLong(LaneSession session) {
    departed.remove(session.id);
    sink.availability(
        session.id, session.epoch, session.availability.silent(config.offlineAfter()));
  }

  private void forget(LaneSession session) {
    session.cancelTimers();
    session.work().keySet().forEach(kind -> permits.drop(new Permits.Claim(session.id, kind)));
  }

  /** Permits held and waited for; for metrics and invariants. */
  public Permits permits() {
    return permits;
  }

  /** Number of live streams. */
  public int size() {
    return sessions.size();
  }

  /** What the machine is told about a subcloud, or null without a stream. */
  public @Nullable Inputs inputs(SubcloudId id) {
    var session = sessions.get(id);
    return session == null ? null : session.inputs;
  }

  /** The epoch of the stream that counts, or null without one. */
  public @Nullable SessionEpoch epoch(SubcloudId id) {
    var session = sessions.get(id);
    return session == null ? null : session.epoch;
  }

  /** The state of one kind, or null without a stream; for invariants and status pages. */
  public @Nullable KindState state(SubcloudId id, Kind kind) {
    var session = sessions.get(id);
    var work = session == null ? null : session.work().get(kind);
    return work == null ? null : work.state;
  }
}
