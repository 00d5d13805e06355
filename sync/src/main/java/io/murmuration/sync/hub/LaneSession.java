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

    Work(KindState state) {
      this.state = state;
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
    this.inputs = start.inputs();
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
