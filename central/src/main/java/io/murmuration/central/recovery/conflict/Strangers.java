package io.murmuration.central.recovery.conflict;

import io.murmuration.central.recovery.conflict.Histories.Strange;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Subclouds that told this node of a history which nobody had reported lost, in the present hub
 * epoch. Three of them are no accident of a single site: the database was restored. Thread-safe.
 */
final class Strangers {
  /** As many subclouds hold the hub. */
  static final int ENOUGH = 3;

  private final Set<SubcloudId> subclouds = new HashSet<>();
  private long hubEpoch;
  private Lineage lineage = Lineage.NONE;
  private Revision highest = Revision.NONE;

  /**
   * What they hold.
   *
   * @param hubEpoch of the hub when they told it
   * @param subclouds how many they are
   * @param lineage of the highest epoch that any of them told of
   * @param highest revision
   */
  record Count(long hubEpoch, int subclouds, Lineage lineage, Revision highest) {
    /** Why nothing may be pushed; empty as long as they are few. */
    Optional<String> suspicion(int inRows) {
      int all = Math.max(subclouds, inRows);
      return all < ENOUGH
          ? Optional.empty()
          : Optional.of(
              "%d subclouds hold revisions that this database does not know, up to %s of epoch %d: was it restored from a backup?"
                  .formatted(all, highest, lineage.hubEpoch()));
    }
  }

  /**
   * @param epoch of the hub when the stream was claimed
   */
  synchronized void greeted(SubcloudId id, long epoch, Histories histories) {
    if (epoch > hubEpoch) {
      hubEpoch = epoch;
      subclouds.clear();
      lineage = Lineage.NONE;
      highest = Revision.NONE;
    }
    for (var strange : histories.strange().values()) {
      if (epoch == hubEpoch && !strange.known()) {
        subclouds.add(id);
        highest = highest.max(strange.held());
        lineage = later(strange);
      }
    }
  }

  private Lineage later(Strange strange) {
    return strange.lineage().hubEpoch() > lineage.hubEpoch() ? strange.lineage() : lineage;
  }

  synchronized Count count() {
    return new Count(hubEpoch, subclouds.size(), lineage, highest);
  }
}
