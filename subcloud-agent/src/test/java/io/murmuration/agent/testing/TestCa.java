package io.murmuration.agent.testing;

import io.murmuration.agent.identity.Pem;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Issues the certificates of a hub and its agents. */
public final class TestCa {
  private final KeyPair pair = newPair();
  private final X509Certificate certificate;
  private final AtomicLong serials = new AtomicLong(1);

  public TestCa() {
    this.certificate = issue("CN=test CA", pair.getPublic(), Duration.ofDays(1), true);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String pem() {
    return pem(certificate);
  }

  /** A hub's key and certificate. */
  public Issued hub() {
    var keys = newPair();
    return new Issued(
        keys.getPrivate(),
        issue("CN=hub.murmuration", keys.getPublic(), Duration.ofDays(1), false));
  }

  /** Checks the request's own signature, as a hub must. */
  public String sign(String requestPem, Duration life) {
    try {
      var der =
          java.util.Base64.getMimeDecoder().decode(requestPem.replaceAll("-----[A-Z ]+-----", ""));
      var request = new JcaPKCS10CertificationRequest(new PKCS10CertificationRequest(der));
      boolean proven =
          request.isSignatureValid(
              new org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder()
                  .build(request.getPublicKey()));
      if (!proven) {
        throw new IllegalArgumentException("the request is not signed with its key");
      }
      return pem(issue("CN=agent", request.getPublicKey(), life, false));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public record Issued(PrivateKey key, X509Certificate certificate) {}

  private X509Certificate issue(String name, PublicKey key, Duration life, boolean ca) {
    try {
      var now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal("CN=test CA"),
              BigInteger.valueOf(serials.getAndIncrement()),
              Date.from(now.minusSeconds(60)),
              Date.from(now.plus(life)),
              new X500Principal(name),
              key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (!ca) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, name.substring(3))));
      }
      var signed =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed.getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newPair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
