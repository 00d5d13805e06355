package io.murmuration.central.gateway;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One audit and who has not answered it yet. Complete when nobody is left, or its time is up.
 * Guarded by {@link AuditSweeps}.
 */
final class AuditSweep {
  private final long id;
  private final long beganNanos;
  private final Duration limit;
  private final Map<SubcloudId, SessionEpoch> waiting = new HashMap<>();
  private int lanesToAsk;
  private int asked;
  private int answered;
  private int inSync;
  private int unreadable;
  private int unanswered;
  private long lastNanos;

  /**
   * @param answered sites that were read
   * @param unreadable sites that could not be
   * @param unanswered sites whose stream ended first, or that did not answer in time
   * @param complete no answer is waited for any more
   * @param elapsed until the last answer if complete, else until now
   */
  record Result(
      long id,
      int asked,
      int answered,
      int inSync,
      int unreadable,
      int unanswered,
      boolean complete,
      Duration elapsed) {}

  AuditSweep(long id, int lanes, long nowNanos, Duration limit) {
    this.id = id;
    this.lanesToAsk = lanes;
    this.beganNanos = nowNanos;
    this.lastNanos = nowNanos;
    this.limit = limit;
  }

  void asked(Map<SubcloudId, SessionEpoch> streams, long now) {
    lanesToAsk--;
    asked += streams.size();
    waiting.putAll(streams);
    giveUpIfLate(now);
  }

  void answered(SubcloudId subcloud, SessionEpoch stream, boolean isAsWanted, long now) {
    giveUpIfLate(now);
    if (waiting.remove(subcloud, stream)) {
      answered++;
      inSync += isAsWanted ? 1 : 0;
      lastNanos = now;
    }
  }

  void unreadable(SubcloudId subcloud, SessionEpoch stream, long now) {
    giveUpIfLate(now);
    if (waiting.remove(subcloud, stream)) {
      unreadable++;
      lastNanos = now;
    }
  }

  void ended(SubcloudId subcloud, SessionEpoch stream, long now) {
    if (waiting.remove(subcloud, stream)) {
      unanswered++;
      lastNanos = now;
    }
  }

  /** Looked at when somebody asks, so that no timer is needed. */
  private void giveUpIfLate(long now) {
    if (!waiting.isEmpty() && now - beganNanos >= limit.toNanos()) {
      unanswered += waiting.size();
      waiting.clear();
      lastNanos = beganNanos + limit.toNanos();
    }
  }

  Result result(long now) {
    giveUpIfLate(now);
    boolean complete = lanesToAsk == 0 && waiting.isEmpty();
    long until = complete ? lastNanos : now;
    return new Result(
        id,
        asked,
        answered,
        inSync,
        unreadable,
        unanswered,
        complete,
        Duration.ofNanos(until - beganNanos));
  }
}
