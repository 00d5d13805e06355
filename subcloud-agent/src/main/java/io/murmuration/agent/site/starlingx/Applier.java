package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/** Keeps the items of one resource type. Called by one thread at a time; calls block. */
interface Applier {
  String type();

  /** Asks the service; {@code keys} are of this type. */
  SiteReading read(SortedSet<ItemKey> keys);

  /**
   * Changes only what differs.
   *
   * @param leaving keys that are deleted later in the same list of writes
   */
  SiteResult upsert(ItemKey key, Payload payload, Set<ItemKey> leaving);

  SiteResult delete(ItemKey key);

  /**
   * Puts into force what was written, after the last write of a list. What one call puts into force
   * together waits for those of it that are unfinished.
   *
   * @param unfinished keys whose write was put off, perhaps in the middle
   * @return each key that was not put into force, with what came of it
   */
  default SortedMap<ItemKey, SiteResult> putIntoForce(Set<ItemKey> unfinished) {
    return Collections.emptySortedMap();
  }
}
