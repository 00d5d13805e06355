package io.murmuration.central.dccert;

import io.murmuration.sync.model.SubcloudId;

/** One intermediate CA to issue. */
record Order(SubcloudId id, String region, Reason reason) {
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
}
