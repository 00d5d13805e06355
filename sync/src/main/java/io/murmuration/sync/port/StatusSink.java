package io.murmuration.sync.port;

import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;

/**
 * Takes what shall be persisted. Coalesces; the newest report of a (subcloud, kind) wins. Writes
 * are fenced by session epoch and generation on the row written. Must not block or throw.
 */
public interface StatusSink {
  /**
   * @param age how long ago the site was last observed: what is written or told later is older
   */
  void kind(
      SubcloudId id,
      SessionEpoch epoch,
      long generation,
      Kind kind,
      KindStatus status,
      Duration age);

  /**
   * Going offline also makes every kind of the subcloud unknown: it supersedes what was said about
   * kinds before, not what is said after.
   */
  void availability(SubcloudId id, SessionEpoch epoch, Availability availability);

  /**
   * What an online, managed site's fault manager holds. Going offline and being unmanaged reset it:
   * it is said again after that.
   */
  default void alarms(SubcloudId id, SessionEpoch epoch, long generation, SiteState state) {}
}
