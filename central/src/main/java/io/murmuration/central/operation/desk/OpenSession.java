package io.murmuration.central.operation.desk;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;

/**
 * A stream that this node holds.
 *
 * @param journal of the agent, a UUID
 * @param hubEpoch of the hub when the stream was claimed
 * @param trusted what the site holds comes from this hub's history; another site gets no orders
 */
public record OpenSession(
    SubcloudId subcloud, SessionEpoch epoch, String journal, long hubEpoch, boolean trusted) {
  /** The site follows this hub's history again. */
  public OpenSession trust() {
    return new OpenSession(subcloud, epoch, journal, hubEpoch, true);
  }

  OpenSession distrust() {
    return new OpenSession(subcloud, epoch, journal, hubEpoch, false);
  }
}
