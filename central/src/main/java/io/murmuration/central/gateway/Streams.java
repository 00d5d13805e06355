package io.murmuration.central.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the streams of the node against their limit, whatever phase they are in. Thread-safe. */
final class Streams {
  private final int limit;
  private final AtomicInteger count = new AtomicInteger();

  Streams(int limit) {
    this.limit = limit;
  }

  /** False if there are too many; counted all the same until {@link #ended}. */
  boolean began() {
    return count.incrementAndGet() <= limit;
  }

  void ended() {
    count.decrementAndGet();
  }

  int count() {
    return count.get();
  }
}
