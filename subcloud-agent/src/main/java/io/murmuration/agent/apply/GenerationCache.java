package io.murmuration.agent.apply;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache that forgets what was not used for a generation. When the young generation has
 * grown to half the bound it becomes the old one, and the old one is dropped; a hit in the old one
 * moves the entry to the young. No locks on the way of a hit. Thread-safe.
 */
final class GenerationCache<K, V> {
  private final long halfBound;
  private final AtomicLong youngWeight = new AtomicLong();
  private volatile ConcurrentHashMap<K, V> young = new ConcurrentHashMap<>();
  private volatile ConcurrentHashMap<K, V> old = new ConcurrentHashMap<>();

  /**
   * @param bound in the unit of the weights given to {@link #get}
   */
  GenerationCache(long bound) {
    this.halfBound = bound / 2;
  }

  V get(K key, long weight, Function<K, V> make) {
    @Nullable V known = young.get(key);
    if (known != null) {
      return known;
    }
    known = old.get(key);
    V value = known != null ? known : make.apply(key);
    if (weight <= halfBound && young.put(key, value) == null) {
      if (youngWeight.addAndGet(weight) > halfBound) {
        turn();
      }
    }
    return value;
  }

  private synchronized void turn() {
    if (youngWeight.get() > halfBound) {
      old = young;
      young = new ConcurrentHashMap<>();
      youngWeight.set(0);
    }
  }
}
