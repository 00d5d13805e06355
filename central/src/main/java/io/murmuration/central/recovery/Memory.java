package io.murmuration.central.recovery;

import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;

/** The newest that a node has seen of the hub. */
record Memory(Lineage lineage, Revision revision) {
  /** Whether the other tells of later things, or of another history. */
  boolean isOlderThan(Memory other) {
    return other.lineage.hubEpoch() > lineage.hubEpoch()
        || (other.lineage.hubEpoch() == lineage.hubEpoch()
            && (!other.lineage.equals(lineage) || other.revision.isAfter(revision)));
  }
}
