package io.murmuration.central.release.registry;

import io.murmuration.central.api.RefusedException;
import io.murmuration.schema.tx.Tx;

/** Knows where a release is on its way to. */
@FunctionalInterface
public interface DeliveryGuard {
  /**
   * @throws RefusedException 409 if the release is on its way to a site
   */
  void requireNone(Tx tx, String releaseId);
}
