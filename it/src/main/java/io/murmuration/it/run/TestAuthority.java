package io.murmuration.it.run;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes CA certificates that sites are told to trust: about 1 KiB of PEM each, all different. */
public final class TestAuthority {
  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final int LINE = 64;

  private final KeyPair key;
  private final Instant now;

  public TestAuthority(Instant now) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    this.key = generator.generateKeyPair();
    this.now = now;
  }

  /** PEM of a self-signed CA certificate. */
  public String certificate(String name, long serial) throws GeneralSecurityException {
    var subject = new X500Principal("CN=" + name);
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
                  subject,
                  BigInteger.valueOf(serial),
                  Date.from(now.minusSeconds(60)),
                  Date.from(now.plus(LIFETIME)),
                  subject,
                  key.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      var signer = new JcaContentSignerBuilder("SHA256withRSA").build(key.getPrivate());
      var encoder = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
      return "-----BEGIN CERTIFICATE-----\n"
          + encoder.encodeToString(builder.build(signer).getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (OperatorCreationException | java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
