package io.murmuration.central.gateway;

import io.murmuration.central.gateway.wire.AuditFrames;
import io.murmuration.proto.HubFrame;
import io.murmuration.sync.endpoint.AuditReference;

/**
 * What the endpoint audits of all sites compare with, made into a frame once. Any thread; sessions
 * read it.
 */
final class References {
  private volatile Current current = of(AuditReference.NONE);

  /** The frame that says it. */
  record Current(long revision, HubFrame frame) {}

  Current current() {
    return current;
  }

  /** True if it is another one than before. */
  synchronized boolean become(AuditReference next) {
    if (next.revision() <= current.revision) {
      return false;
    }
    current = of(next);
    return true;
  }

  private static Current of(AuditReference reference) {
    return new Current(reference.revision(), AuditFrames.reference(reference));
  }
}
