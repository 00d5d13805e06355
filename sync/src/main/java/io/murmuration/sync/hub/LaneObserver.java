package io.murmuration.sync.hub;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;

/** Sees each transition: for the state-change log, metrics and the simulator's trace hash. */
@FunctionalInterface
public interface LaneObserver {
  LaneObserver NONE = (id, epoch, kind, event, before, after) -> {};

  void stepped(
      SubcloudId id,
      SessionEpoch epoch,
      Kind kind,
      KindEvent event,
      KindState before,
      KindState after);

  /** Both see it, this one first. */
  default LaneObserver and(LaneObserver other) {
    return (id, epoch, kind, event, before, after) -> {
      stepped(id, epoch, kind, event, before, after);
      other.stepped(id, epoch, kind, event, before, after);
    };
  }
}
