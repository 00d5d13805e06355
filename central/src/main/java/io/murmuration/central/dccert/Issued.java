package io.murmuration.central.dccert;

import java.time.Instant;

/**
 * An intermediate CA that was issued for an order.
 *
 * @param certificate PEM
 * @param key PEM, secret
 * @param roots PEM of what the site is to trust
 * @param root fingerprint of the one that signed
 * @param trust fingerprint of {@code roots}
 */
record Issued(
    Order order,
    String certificate,
    String key,
    String roots,
    String fingerprint,
    String root,
    String trust,
    Instant notAfter) {
  /** Never the key. */
  @Override
  public String toString() {
    return order + " " + fingerprint;
  }
}
