package io.murmuration.central.dccert;

import io.murmuration.sync.model.SubcloudId;
import org.jspecify.annotations.Nullable;

/**
 * One intermediate CA to issue.
 *
 * @param former fingerprint of the one that it replaces; null if there is none
 */
record Order(SubcloudId id, String region, Reason reason, @Nullable String former) {
  /** Why; in the order of precedence. */
  enum Reason {
    /** It would expire soon: no limit of pace holds it back. */
    URGENT,
    /** The subcloud never had one. */
    FIRST,
    /** Its turn within its life. */
    DUE,
    /** The system controller changes its root. */
    ROOT
  }

  /** Its name, as the reference's; a region is made of characters that need no escape. */
  String commonName() {
    return region + "-adminep-ca-certificate";
  }
}
