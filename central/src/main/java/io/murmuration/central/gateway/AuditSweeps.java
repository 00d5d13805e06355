package io.murmuration.central.gateway;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Audits that somebody asked for: each open session of the scope is asked what its site has, and
 * the answers are counted, one per session asked. In memory; the last few are remembered.
 * Thread-safe.
 */
final class AuditSweeps {
  private static final int REMEMBERED = 32;

  /** Longer than an agent needs for a push that is under way and a site that is slow to answer. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final LongSupplier nanoClock;
  private final Map<Long, AuditSweep> sweeps = new LinkedHashMap<>();
  private long lastId;

  AuditSweeps(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** From any thread; returns at once. */
  long start(Lanes lanes, Scope scope, Kind kind, boolean bypassCache) {
    long id = begin(lanes.size());
    lanes.submitToAll(
        lane -> lane.asking(id, () -> asked(id, lane.hub().audit(scope, kind, bypassCache))));
    return id;
  }

  /**
   * @param lanes each says which of its streams it {@link #asked}
   */
  synchronized long begin(int lanes) {
    long id = ++lastId;
    sweeps.put(id, new AuditSweep(id, lanes, nanoClock.getAsLong(), LIMIT));
    if (sweeps.size() > REMEMBERED) {
      sweeps.remove(sweeps.keySet().iterator().next());
    }
    return id;
  }

  synchronized void asked(long id, Map<SubcloudId, SessionEpoch> streams) {
    var sweep = sweeps.get(id);
    if (sweep != null) {
      sweep.asked(streams, nanoClock.getAsLong());
    }
  }

  /** An answer to no sweep, or to one that did not ask this stream, counts nothing. */
  synchronized void answered(long id, SubcloudId subcloud, SessionEpoch stream, boolean inSync) {
    var sweep = sweeps.get(id);
    if (sweep != null) {
      sweep.answered(subcloud, stream, inSync, nanoClock.getAsLong());
    }
  }

  /** The site could not be read. */
  synchronized void unreadable(long id, SubcloudId subcloud, SessionEpoch stream) {
    var sweep = sweeps.get(id);
    if (sweep != null) {
      sweep.unreadable(subcloud, stream, nanoClock.getAsLong());
    }
  }

  /** What this stream was asked will not be answered. */
  synchronized void ended(SubcloudId subcloud, SessionEpoch stream) {
    long now = nanoClock.getAsLong();
    sweeps.values().forEach(sweep -> sweep.ended(subcloud, stream, now));
  }

  synchronized Optional<AuditSweep.Result> result(long id) {
    return Optional.ofNullable(sweeps.get(id)).map(sweep -> sweep.result(nanoClock.getAsLong()));
  }
}
