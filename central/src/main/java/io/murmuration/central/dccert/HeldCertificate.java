package io.murmuration.central.dccert;

import java.time.Instant;

/**
 * The intermediate CA that a subcloud was given last.
 *
 * @param root fingerprint of the root that signed it
 * @param trust fingerprint of the roots that were sent with it
 * @param confirmed whether its site was seen to serve from it
 */
record HeldCertificate(
    Instant issuedAt, Instant notAfter, String root, String trust, boolean confirmed) {}
