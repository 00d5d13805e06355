package io.murmuration.agent.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** PEM in and out. Stateless. Error texts never quote a key. */
public final class Pem {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  public static String encode(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /**
   * @throws CertificateException if the text holds no certificate, or a broken one
   */
  public static List<X509Certificate> certificates(String pem) throws CertificateException {
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    List<X509Certificate> found =
        CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
            .map((Certificate certificate) -> (X509Certificate) certificate)
            .toList();
    if (found.isEmpty()) {
      throw new CertificateException("no certificate in the text (expected: one or more, PEM)");
    }
    return found;
  }

  /** Reads an unencrypted PKCS #8 key of an elliptic curve. */
  public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    var base64 =
        pem.replace("-----BEGIN PRIVATE KEY-----", "")
            .replace("-----END PRIVATE KEY-----", "")
            .replaceAll("\\s", "");
    try {
      return KeyFactory.getInstance("EC")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException _) {
      throw new GeneralSecurityException("not a private key (expected: PKCS #8, EC, PEM)");
    }
  }
}
