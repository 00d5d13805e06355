package io.murmuration.central.recovery;

import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the database says of the hub.
 *
 * @param written the database that these rows were written in, by its own name; null if no build
 *     that remembers it has run yet
 * @param present the database that they are in now
 * @param hold why nothing may be pushed anywhere; null if it may
 * @param heldSince when that was found out
 * @param heldAt the hub's revision at that time
 * @param lostEpoch and {@code lost}: the highest that anybody remembers and this database does not
 */
record HubFacts(
    Revision revision,
    Lineage lineage,
    @Nullable String written,
    String present,
    @Nullable String hold,
    @Nullable OffsetDateTime heldSince,
    @Nullable Revision heldAt,
    long lostEpoch,
    Revision lost) {

  /** What a node that believes all of this remembers of it. */
  Memory memory() {
    return new Memory(lineage, revision);
  }
}
