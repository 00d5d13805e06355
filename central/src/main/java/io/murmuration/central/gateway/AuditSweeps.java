package io.murmuration.central.gateway;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Audits that somebody asked for: each open session of the scope is asked what its site has, and
 * the answers are counted. In memory; the last few are remembered. Thread-safe.
 */
final class AuditSweeps {
  private static final int REMEMBERED = 32;

  private final LongSupplier nanoClock;
  private final Map<Long, Sweep> sweeps = new LinkedHashMap<>();
  private long lastId;

  /** Counters of one sweep. */
  private static final class Sweep {
    final long beganNanos;
    final int lanes;
    final AtomicInteger lanesAsked = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    final Set<SubcloudId> awaited = ConcurrentHashMap.newKeySet();
    final AtomicInteger answered = new AtomicInteger();
    final AtomicInteger inSync = new AtomicInteger();
    volatile long lastNanos;

    Sweep(long nowNanos, int lanes) {
      this.beganNanos = nowNanos;
      this.lastNanos = nowNanos;
      this.lanes = lanes;
    }
  }

  /**
   * @param complete every session was asked and has answered
   * @param elapsed until the last answer if complete, else until now
   */
  record Result(long id, int asked, int answered, int inSync, boolean complete, Duration elapsed) {}

  AuditSweeps(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** From any thread; returns at once. */
  long start(Lanes lanes, Scope scope, Kind kind, boolean bypassCache) {
    var sweep = new Sweep(nanoClock.getAsLong(), lanes.size());
    long id;
    synchronized (this) {
      id = ++lastId;
      sweeps.put(id, sweep);
      if (sweeps.size() > REMEMBERED) {
        sweeps.remove(sweeps.keySet().iterator().next());
      }
    }
    lanes.submitToAll(lane -> {
      lane.asking(id, () -> sweep.asked.addAndGet(lane.hub().audit(scope, kind, bypassCache)));
      sweep.lanesAsked.incrementAndGet();
    });
    return id;
  }

  /** The subcloud is asked now. */
  void asked(long id, SubcloudId subcloud) {
    find(id).ifPresent(sweep -> sweep.awaited.add(subcloud));
  }

  /** Counted once, and only of a subcloud that was asked: agents may say any number. */
  void answered(long id, SubcloudId subcloud, boolean inSync) {
    var sweep = find(id);
    if (sweep.isPresent() && sweep.get().awaited.remove(subcloud)) {
      sweep.get().lastNanos = nanoClock.getAsLong();
      if (inSync) {
        sweep.get().inSync.incrementAndGet();
      }
      sweep.get().answered.incrementAndGet();
    }
  }

  private synchronized Optional<Sweep> find(long id) {
    return Optional.ofNullable(sweeps.get(id));
  }

  Optional<Result> result(long id) {
    return find(id).map(sweep -> result(id, sweep));
  }

  private Result result(long id, Sweep sweep) {
    int answered = sweep.answered.get();
    int asked = sweep.asked.get();
    boolean complete = sweep.lanesAsked.get() == sweep.lanes && answered >= asked;
    long until = complete ? sweep.lastNanos : nanoClock.getAsLong();
    return new Result(
        id,
        asked,
        answered,
        sweep.inSync.get(),
        complete,
        Duration.ofNanos(until - sweep.beganNanos));
  }
}
