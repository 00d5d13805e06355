package io.murmuration.central.certificate;

import io.murmuration.sync.model.SubcloudId;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The hub's own certificate authority: EC P-256, created by the first node, its key sealed in the
 * database. It signs agents (clients only) and nodes (servers only), nothing else; the path length
 * is zero. All stored authorities are trusted, the newest one signs, so that a successor can be
 * introduced while the former is still in use. Thread-safe; signing takes about a millisecond.
 */
public final class HubCa {
  static final String PURPOSE = "agent-ca";

  private static final Duration LIFETIME = Duration.ofDays(20 * 365);

  /** Clocks of sites run behind; a certificate is valid for them, too. */
  static final Duration BACKDATED = Duration.ofHours(1);

  /** When a certificate of ours was made, to the second. */
  public static Instant issuedAt(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant().plus(BACKDATED);
  }

  private record Authority(X509Certificate certificate, PrivateKey key) {}

  private final List<Authority> authorities;
  private final String bundle;
  private final InstantSource clock;
  private final SecureRandom random;

  private HubCa(List<Authority> authorities, InstantSource clock, SecureRandom random) {
    this.authorities = List.copyOf(authorities);
    this.bundle =
        authorities.stream().map(a -> Pem.of(a.certificate())).collect(Collectors.joining());
    this.clock = clock;
    this.random = random;
  }

  /**
   * Opens the authorities in the database; the first node makes one.
   *
   * @throws UnusableKeyException if the node's master key does not open them
   */
  public static HubCa openOrCreate(SealedKeys keys, InstantSource clock, SecureRandom random) {
    var found = keys.openOrCreate(PURPOSE, () -> create(clock.instant(), random));
    return new HubCa(found.stream().map(HubCa::authority).toList(), clock, random);
  }

  /** Certificates that agents trust as hubs, PEM. Public. */
  public String trustBundle() {
    return bundle;
  }

  /** What follows an agent's certificate in its chain, PEM. */
  public String issuers() {
    return Pem.of(signer().certificate());
  }

  /** A client certificate for one subcloud and enrolment, with a random serial of 128 bits. */
  public X509Certificate issueAgent(
      SubcloudId subcloud, UUID enrolment, PublicKey key, Duration lifetime) {
    String urn = AgentIdentity.urn(subcloud, enrolment);
    return issue(
        AgentIdentity.subject(subcloud),
        key,
        lifetime,
        KeyPurposeId.id_kp_clientAuth,
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, urn)));
  }

  /** A node's own certificate. */
  X509Certificate issueServer(PublicKey key, List<String> names, Duration lifetime) {
    return issue(
        "CN=" + CertificateSettings.HUB_NAME,
        key,
        lifetime,
        KeyPurposeId.id_kp_serverAuth,
        new GeneralNames(names.stream().map(HubCa::serverName).toArray(GeneralName[]::new)));
  }

  List<X509Certificate> certificates() {
    return authorities.stream().map(Authority::certificate).toList();
  }

  static KeyPair newKeyPair(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("EC P-256 is missing in this JVM", e);
    }
  }

  private X509Certificate issue(
      String subject, PublicKey key, Duration lifetime, KeyPurposeId purpose, GeneralNames names) {
    var signer = signer();
    Instant now = clock.instant();
    var builder =
        new JcaX509v3CertificateBuilder(
            signer.certificate(),
            serial(random),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(lifetime)),
            new X500Name(subject),
            key);
    try {
      var extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose))
          .addExtension(Extension.subjectAlternativeName, false, names)
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(signer.certificate()));
      return sign(builder, signer.key());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificate cannot be made for " + subject, e);
    }
  }

  private Authority signer() {
    return authorities.getLast();
  }

  private static SealedKeys.OpenKey create(Instant now, SecureRandom random) {
    var pair = newKeyPair(random);
    var name = new X500Name("CN=murmuration hub CA 1");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(random),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(LIFETIME)),
            name,
            pair.getPublic());
    try {
      var extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(pair.getPublic()));
      String pem = Pem.of(sign(builder, pair.getPrivate()));
      return new SealedKeys.OpenKey(1, pair.getPrivate().getEncoded(), pem);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificate authority cannot be made", e);
    }
  }

  private static Authority authority(SealedKeys.OpenKey stored) {
    String pem = stored.certificate();
    if (pem == null) {
      throw new UnusableKeyException(
          "sealed key %s/%d: no certificate (expected: the authority's)"
              .formatted(PURPOSE, stored.keyId()));
    }
    try {
      var key =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(stored.secret()));
      return new Authority(Pem.certificate(pem), key);
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException(
          "sealed key %s/%d: no EC private key".formatted(PURPOSE, stored.keyId()), e);
    }
  }

  static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      var signature = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signature));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** 128 random bits, never zero (RFC 5280 §4.1.2.2 wants a positive number). */
  static BigInteger serial(SecureRandom random) {
    return new BigInteger(128, random).max(BigInteger.ONE);
  }

  private static GeneralName serverName(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9]+(\\.[0-9]+){3}");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }
}
