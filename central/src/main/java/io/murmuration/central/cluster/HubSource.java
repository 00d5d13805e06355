package io.murmuration.central.cluster;

import io.murmuration.central.store.Change;
import java.util.List;

/** Reads the hub from the database. Blocks; fails with the database's exception. */
interface HubSource {
  /** Everything, from one snapshot of the database. */
  HubSnapshot load();

  /** What happened since {@code known}, from one snapshot of the database that begins now. */
  Advance advance(HubSnapshot known);

  /** A step of the image. */
  sealed interface Advance {
    HubSnapshot next();

    /** Every change in between is known; none if nothing happened. */
    record Read(HubSnapshot next, List<Change> changes) implements Advance {
      public Read {
        changes = List.copyOf(changes);
      }
    }

    /**
     * The changes in between cannot be told one by one.
     *
     * @param why for the log
     */
    record Gap(HubSnapshot next, String why) implements Advance {}
  }
}
