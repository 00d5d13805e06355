package io.murmuration.central.dccert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The intermediate CA that a subcloud was given last.
 *
 * @param fingerprint of the certificate
 * @param root fingerprint of the root that signed it
 * @param trust fingerprint of the roots that were sent with it
 * @param waitingSince null if its site was seen to serve from it; else since when the site was not
 *     seen to serve from whatever it was given last
 */
record HeldCertificate(
    String fingerprint,
    Instant issuedAt,
    Instant notAfter,
    String root,
    String trust,
    @Nullable Instant waitingSince) {

  boolean isConfirmed() {
    return waitingSince == null;
  }

  /** Not seen to serve from what it was given since {@code time}, or earlier. */
  boolean isAbsentSince(Instant time) {
    return waitingSince != null && !waitingSince.isAfter(time);
  }
}
