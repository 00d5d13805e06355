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
 */
public record StatusReport(
    SubcloudId id, SessionEpoch epoch, long generation, Kind kind, KindStatus status) {
  /** What reports are coalesced by. */
  record Key(SubcloudId id, Kind kind) {}

  Key key() {
    return new Key(id, kind);
  }
}
