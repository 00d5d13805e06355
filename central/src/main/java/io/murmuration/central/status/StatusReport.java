package io.murmuration.central.status;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.KindStatus;

/**
 * What a session says about one kind of its subcloud.
 *
 * @param epoch of the session; the row must carry the same one
 * @param generation of the subcloud as the session knows it; the row must carry the same one
 * @param seenNanos when the site was last observed, on the writer's monotonic clock: a report that
 *     waited for the database is no fresher for it
 */
public record StatusReport(
    SubcloudId id,
    SessionEpoch epoch,
    long generation,
    Kind kind,
    KindStatus status,
    long seenNanos) {
  /** What reports are coalesced by. */
  record Key(SubcloudId id, Kind kind) {}

  Key key() {
    return new Key(id, kind);
  }
}
