package io.murmuration.central.enrolment;

import io.murmuration.sync.model.SubcloudId;

/** How a request for a certificate ended. */
public sealed interface Issuance {
  /**
   * @param certificatePem the agent's certificate followed by its issuers
   */
  record Granted(SubcloudId subcloud, String name, String certificatePem) implements Issuance {}

  /**
   * @param reason for the hub's log only: a caller who could tell the reasons apart could search
   *     for tokens and serials
   */
  record Refused(Reason reason) implements Issuance {}

  /** Another agent of the same subcloud is being enrolled right now. */
  record Busy() implements Issuance {}

  enum Reason {
    TOKEN_UNKNOWN,
    TOKEN_EXPIRED,
    TOKEN_USED_WITH_ANOTHER_KEY,
    ENROLMENT_REVOKED,
    /** Never issued, or its subcloud was deleted. */
    SERIAL_UNKNOWN,
    CERTIFICATE_REVOKED,
    REQUEST_FOR_ANOTHER_KEY
  }

  static Issuance refused(Reason reason) {
    return new Refused(reason);
  }
}
