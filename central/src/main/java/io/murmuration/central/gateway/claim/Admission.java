package io.murmuration.central.gateway.claim;

import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How many streams are accepted per second. When a whole fleet returns at once, the excess is told
 * to come back later, spread, instead of being slow for everybody. A subcloud that dials without
 * end uses up its own share, not that of the others. Thread-safe.
 */
public final class Admission {
  /** An agent that returns by its backoff stays below it. */
  static final int OWN_PER_SECOND = 1;

  static final int OWN_BURST = 10;

  /** Beyond it, shares that nobody used lately are forgotten. */
  private static final int REMEMBERED = 20_000;

  private final int perSecond;
  private final RandomGenerator random;
  private final TokenBucket all;
  private final Map<SubcloudId, TokenBucket> own = new HashMap<>();
  private int refusedInARow;

  /**
   * @param perSecond also the size of the first burst
   */
  public Admission(int perSecond, RandomGenerator random, long nowNanos) {
    this.perSecond = perSecond;
    this.random = random;
    this.all = new TokenBucket(perSecond, perSecond, nowNanos);
  }

  /**
   * @param id whom the certificate names
   */
  public synchronized boolean tryAdmit(SubcloudId id, long nowNanos) {
    if (!own(id, nowNanos).tryTake(nowNanos)) {
      return false;
    }
    if (!all.tryTake(nowNanos)) {
      refusedInARow++;
      return false;
    }
    refusedInARow = 0;
    return true;
  }

  private TokenBucket own(SubcloudId id, long nowNanos) {
    if (own.size() >= REMEMBERED && !own.containsKey(id)) {
      own.values().removeIf(bucket -> bucket.isFull(nowNanos));
    }
    return own.computeIfAbsent(id, _ -> new TokenBucket(OWN_PER_SECOND, OWN_BURST, nowNanos));
  }

  /** When one that was not admitted may come back: later, the more were refused, and spread. */
  public synchronized Duration comeBackAfter() {
    double seconds = 1 + 2.0 * refusedInARow / perSecond;
    return Duration.ofMillis((long) (1000 * seconds * (0.5 + random.nextDouble())));
  }
}
