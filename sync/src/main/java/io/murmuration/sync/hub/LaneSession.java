package io.murmuration.sync.hub;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Timers;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
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
  private final Map<Kind, Work> work = new EnumMap<>(Kind.class);

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
  }

  Map<Kind, Work> work() {
    return work;
  }

  void cancelTimers() {
    work.values().forEach(Work::disarm);
    if (silence != null) {
      silence.cancel();
      silence = null;
    }
  }
}
