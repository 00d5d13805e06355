package io.murmuration.agent.site.starlingx.dccert;

import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.Payload;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The authority that a site issues its admin endpoint's certificate from, as the hub wants it:
 * {@code {"certificate","key","roots"}}, PEM each. Immutable.
 *
 * @param rootsPem what the site trusts: one root, or two while the system controller changes its
 *     own
 * @param keyPem secret
 */
record IntermediateCa(
    Payload payload,
    String rootsPem,
    List<X509Certificate> roots,
    String certificatePem,
    X509Certificate certificate,
    String keyPem) {

  /** What a payload led to. */
  sealed interface Read {
    record Valid(IntermediateCa authority) implements Read {}

    /**
     * @param why without anything of the payload
     */
    record Invalid(String why) implements Read {}
  }

  /** Checks what sysinv would refuse: the same again would help nobody. */
  static Read read(Payload payload, Instant now) {
    try {
      var value = Row.parse(payload.text());
      var roots = Pem.certificates(value.text("roots"));
      var certificates = Pem.certificates(value.text("certificate"));
      if (certificates.size() != 1 || value.text("key").isBlank()) {
        return invalid("a certificate and its key");
      }
      var authority =
          new IntermediateCa(
              payload,
              value.text("roots"),
              roots,
              value.text("certificate"),
              certificates.getFirst(),
              value.text("key"));
      return authority
          .problem(now)
          .<Read>map(Read.Invalid::new)
          .orElseGet(() -> new Read.Valid(authority));
    } catch (InvalidJsonException | CertificateException _) {
      return invalid("roots, certificate and key, as PEM");
    }
  }

  /** Of a payload that was valid once, whether its certificate still is or not. */
  static List<X509Certificate> roots(Payload payload) throws CertificateException {
    try {
      return Pem.certificates(Row.parse(payload.text()).text("roots"));
    } catch (InvalidJsonException e) {
      throw new CertificateException("no JSON", e);
    }
  }

  private static Read invalid(String expected) {
    return new Read.Invalid("a value that does not fit (expected: " + expected + ")");
  }

  private Optional<String> problem(Instant now) {
    if (certificate.getBasicConstraints() < 0) {
      return Optional.of("the certificate is no CA's (expected: an intermediate CA)");
    }
    var until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      return Optional.of("the intermediate CA expired at " + until + " (expected: a valid one)");
    }
    return roots.stream().noneMatch(root -> isIssuedBy(certificate, root))
        ? Optional.of("the intermediate CA is issued by none of the roots that come with it")
        : Optional.empty();
  }

  /** Whether this authority issued a certificate, which is valid at {@code now}. */
  boolean issued(X509Certificate leaf, Instant now) {
    return isIssuedBy(leaf, certificate)
        && !now.isBefore(leaf.getNotBefore().toInstant())
        && !now.isAfter(leaf.getNotAfter().toInstant());
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "intermediate CA " + certificate.getSubjectX500Principal();
  }
}
