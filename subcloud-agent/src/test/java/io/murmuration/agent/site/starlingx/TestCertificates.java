package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.identity.Pem;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates. */
final class TestCertificates {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2036-01-01T00:00:00Z");

  private TestCertificates() {}

  static KeyPair keys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  static X509Certificate certificate(KeyPair keys, String commonName, long serial, Instant until)
      throws GeneralSecurityException, OperatorCreationException {
    var name = new X500Principal("CN=" + commonName);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial),
            Date.from(FROM),
            Date.from(until),
            name,
            keys.getPublic());
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  static String pem(String commonName, long serial) throws Exception {
    return pem(commonName, serial, UNTIL);
  }

  static String pem(String commonName, long serial, Instant until) throws Exception {
    return Pem.encode("CERTIFICATE", certificate(keys(), commonName, serial, until).getEncoded());
  }
}
