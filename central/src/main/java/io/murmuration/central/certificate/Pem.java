package io.murmuration.central.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** PEM (RFC 7468) of certificates and certificate requests. */
public final class Pem {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
  private static final Pattern REQUEST =
      Pattern.compile(
          "\\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----(?<body>[A-Za-z0-9+/=\\s]*+)"
              + "-----END (NEW )?CERTIFICATE REQUEST-----\\s*");

  private Pem() {}

  public static String of(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + LINES.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate cannot be encoded", e);
    }
  }

  /** An unencrypted private key, PKCS #8. */
  static String of(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + LINES.encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /**
   * The first certificate of a PEM text that this hub wrote itself.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static X509Certificate certificate(String pem) {
    try {
      var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("text is no PEM certificate", e);
    }
  }

  /**
   * All certificates of a PEM text.
   *
   * @throws IllegalArgumentException if it holds something else
   */
  public static List<X509Certificate> certificates(String pem) {
    try {
      var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IllegalArgumentException("text is no PEM of certificates", e);
    }
  }

  /** The DER bytes of exactly one certificate request; empty if the text is anything else. */
  static Optional<byte[]> requestBytes(String pem) {
    var match = REQUEST.matcher(pem);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getMimeDecoder().decode(match.group("body")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
