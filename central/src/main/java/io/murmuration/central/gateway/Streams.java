package io.murmuration.central.gateway;

import io.murmuration.sync.model.SubcloudId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the streams of the node against their limits, whatever phase they are in: all of them, and
 * those of one subcloud, so that one certificate cannot take everybody's places. Thread-safe.
 */
final class Streams {
  /** An agent has one; a few that it lost may not have been noticed yet. */
  static final int MOST_OF_ONE = 8;

  private final int limit;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<SubcloudId, Integer> ofOne = new ConcurrentHashMap<>();

  enum Place {
    FREE,
    /** The node is full; counted all the same until {@link #ended}. */
    NODE_FULL,
    /** The subcloud has its share; not counted. */
    SUBCLOUD_FULL
  }

  Streams(int limit) {
    this.limit = limit;
  }

  Place began(SubcloudId id) {
    if (ofOne.merge(id, 1, Integer::sum) > MOST_OF_ONE) {
      forget(id);
      return Place.SUBCLOUD_FULL;
    }
    return count.incrementAndGet() <= limit ? Place.FREE : Place.NODE_FULL;
  }

  void ended(SubcloudId id) {
    forget(id);
    count.decrementAndGet();
  }

  private void forget(SubcloudId id) {
    ofOne.computeIfPresent(id, (_, streams) -> streams > 1 ? streams - 1 : null);
  }

  int count() {
    return count.get();
  }
}
