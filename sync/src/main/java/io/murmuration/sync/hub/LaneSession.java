package io.murmuration.sync.hub;

import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.port.Timers;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a lane keeps about one stream. Touched by the lane's owner only. */
final class LaneSession {
  final SubcloudId id;
  final SessionEpoch epoch;
  long group;
  Inputs inputs;
  Availability availability;
  long heardNanos;
  Timers.@Nullable Timer silence;

  /** What the site's fault manager held when it was last told. */
  @Nullable SiteState alarms;

  /** Whether {@link #alarms} were reported since something was that reset them. */
  boolean alarmsReported;

  private final Map<Kind, Work> work = new EnumMap<>(Kind.class);
  private final Map<Kind, AuditDesk.Audited> audited = new EnumMap<>(Kind.class);
  private boolean identityKnown;

  /** One kind: its machine's state, the timers of its attempt, what was last reported. */
  static final class Work {
    KindState state;
    List<Timers.Timer> timers = List.of();
    @Nullable KindStatus reported;

    /** When the site was last observed; nothing newer is known. */
    long seenNanos;

    /** Only an observation after this one takes a doubt away. */
    long doubtedNanos;

    /** Why the agent's last look failed, "" if it did not. */
    String lastTry = "";

    Work(KindState state, long seenNanos) {
      this.state = state;
      this.seenNanos = seenNanos;
    }

    /** The latest of what was told counts: an older one says nothing. */
    void seen(long nanos, String nextTry) {
      seenNanos = nanos - seenNanos > 0 ? nanos : seenNanos;
      lastTry = nextTry;
    }

    void doubted(long nanos, String nextTry) {
      doubtedNanos = nanos;
      lastTry = nextTry;
    }

    /** Of the last observation. */
    Duration age(long nowNanos) {
      return Duration.ofNanos(nowNanos - seenNanos);
    }

    boolean isTooOld(Freshness freshness, long nowNanos) {
      return isObserved() && freshness.isOver(age(nowNanos));
    }

    boolean isSeenSinceDoubted() {
      return state.doubt() != null && seenNanos - doubtedNanos > 0;
    }

    boolean isObserved() {
      var holding = state.holding();
      return holding != null && holding.digest() != null;
    }

    void disarm() {
      timers.forEach(Timers.Timer::cancel);
      timers = List.of();
    }
  }

  LaneSession(SessionStart start, Availability availability, long nowNanos) {
    this.id = start.id();
    this.epoch = start.epoch();
    this.group = start.group();
    this.inputs = start.inputs().online(availability.online());
    this.availability = availability;
    this.heardNanos = nowNanos;
    this.identityKnown = start.identitySynced();
  }

  /** Steps never add or remove sessions, so the live view may be walked. */
  static Collection<LaneSession> inScope(Map<SubcloudId, LaneSession> sessions, Scope scope) {
    return switch (scope) {
      case Scope.Fleet _ -> sessions.values();
      case Scope.Group(var group) -> {
        var members = new ArrayList<LaneSession>();
        for (var session : sessions.values()) {
          if (session.group == group) {
            members.add(session);
          }
        }
        yield members;
      }
      case Scope.Subcloud(var id) -> {
        var session = sessions.get(new SubcloudId(id));
        yield session == null ? List.of() : List.of(session);
      }
    };
  }

  Map<Kind, Work> work() {
    return work;
  }

  Map<Kind, AuditDesk.Audited> audited() {
    return audited;
  }

  /**
   * What counts for one kind: a conflict of another one holds the subcloud, and so this kind too,
   * until somebody has decided or the site has what is wanted.
   */
  Inputs inputs(Kind kind) {
    if (inputs.hold() == null) {
      for (var other : work.entrySet()) {
        if (other.getKey() != kind && other.getValue().state.isHeldByConflict(inputs)) {
          return inputs.of(kind).hold("the subcloud is in conflict about " + other.getKey());
        }
      }
    }
    return inputs.of(kind);
  }

  /** Whether the subcloud's identity was compared once, or is not kept at all. */
  boolean isIdentityKnown() {
    var identity = work.get(Kind.IDENTITY);
    if (!identityKnown) {
      identityKnown =
          identity == null
              || (identity.reported != null && identity.reported.status() != SyncStatus.UNKNOWN);
    }
    return identityKnown;
  }

  void cancelTimers() {
    work.values().forEach(Work::disarm);
    if (silence != null) {
      silence.cancel();
      silence = null;
    }
  }
}
