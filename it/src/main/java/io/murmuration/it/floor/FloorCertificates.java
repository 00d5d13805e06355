package io.murmuration.it.floor;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Throw-away certificates of the same kind as the product's: EC P-256, TLS 1.3, both sides
 * authenticated, the same provider.
 */
final class FloorCertificates {
  private static final Duration LIFETIME = Duration.ofDays(1);

  private final X509Certificate authority;
  private final X509Certificate leaf;
  private final PrivateKey leafKey;

  private FloorCertificates(X509Certificate authority, X509Certificate leaf, PrivateKey leafKey) {
    this.authority = authority;
    this.leaf = leaf;
    this.leafKey = leafKey;
  }

  static FloorCertificates create(Instant now) throws GeneralSecurityException {
    var authorityKey = keyPair();
    var leafKey = keyPair();
    try {
      var authorityName = new X500Principal("CN=floor authority");
      var authority =
          sign(
              builder(authorityName, authorityName, 1, authorityKey, now)
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(0)),
              authorityKey);
      var names = new GeneralNames(new GeneralName(GeneralName.dNSName, FloorProtocol.AUTHORITY));
      var leaf =
          sign(
              builder(authorityName, new X500Principal("CN=floor"), 2, leafKey, now)
                  .addExtension(Extension.subjectAlternativeName, false, names),
              authorityKey);
      return new FloorCertificates(authority, leaf, leafKey.getPrivate());
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, int serial, KeyPair key, Instant now) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(serial),
        Date.from(now.minusSeconds(60)),
        Date.from(now.plus(LIFETIME)),
        subject,
        key.getPublic());
  }

  private static X509Certificate sign(
      org.bouncycastle.cert.X509v3CertificateBuilder builder, KeyPair by)
      throws GeneralSecurityException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  void save(Path dir) throws IOException, GeneralSecurityException {
    Files.createDirectories(dir);
    Files.write(dir.resolve("authority.der"), authority.getEncoded());
    Files.write(dir.resolve("leaf.der"), leaf.getEncoded());
    Files.writeString(
        dir.resolve("leaf.key"), Base64.getEncoder().encodeToString(leafKey.getEncoded()));
  }

  static FloorCertificates load(Path dir) throws IOException, GeneralSecurityException {
    var certificates = CertificateFactory.getInstance("X.509");
    try (var authority = Files.newInputStream(dir.resolve("authority.der"));
        var leaf = Files.newInputStream(dir.resolve("leaf.der"))) {
      var key = Base64.getDecoder().decode(Files.readString(dir.resolve("leaf.key")));
      return new FloorCertificates(
          (X509Certificate) certificates.generateCertificate(authority),
          (X509Certificate) certificates.generateCertificate(leaf),
          java.security.KeyFactory.getInstance("EC")
              .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(key)));
    }
  }

  SslContext server() throws IOException {
    return GrpcSslContexts.configure(
            SslContextBuilder.forServer(leafKey, leaf), SslProvider.OPENSSL)
        .protocols("TLSv1.3")
        .trustManager(authority)
        .clientAuth(ClientAuth.REQUIRE)
        .build();
  }

  SslContext client() throws IOException {
    return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.OPENSSL)
        .protocols("TLSv1.3")
        .trustManager(authority)
        .keyManager(leafKey, leaf)
        .build();
  }
}
