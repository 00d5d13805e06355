package io.murmuration.sync.sim.live;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.status.KindStatus;

/** One committed statement about a subcloud, as it crosses between nodes. */
public sealed interface Entry {
  long id();

  SessionEpoch epoch();

  /**
   * @param ageNanos of the last look at the site when it was told; negative: not told
   */
  record OfKind(
      long id, SessionEpoch epoch, long generation, Kind kind, KindStatus status, long ageNanos)
      implements Entry {}

  record OfSite(long id, SessionEpoch epoch, boolean online) implements Entry {}
}
