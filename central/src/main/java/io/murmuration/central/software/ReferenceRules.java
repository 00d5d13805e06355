package io.murmuration.central.software;

import io.murmuration.sync.endpoint.AuditReference;

/** What follows from a look at the system controller. Pure. */
final class ReferenceRules {
  private ReferenceRules() {}

  /**
   * What was found out, and beside it what was known of the rest: a service that does not answer
   * for a while changes no site's verdict.
   */
  static AuditReference after(AuditReference known, ReferenceSource source) {
    return new AuditReference(
        known.revision(),
        source.software().or(known::software),
        source.kubernetes().or(known::kubernetes),
        source.firmware().or(known::firmware));
  }
}
