package io.murmuration.central.certificate;

import io.murmuration.schema.tx.Tx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/**
 * The roots above the certificates of the sites' admin endpoints: EC P-256, keys sealed in the
 * database, the newest one last. A root signs intermediate CAs, one for each subcloud, and nothing
 * else. They have nothing to do with {@link HubCa}: agents and hub go on trusting each other
 * whatever becomes of these. Thread-safe; blocks for database round trips.
 */
public final class AdminRoots {
  static final String PURPOSE = "admin-root-ca";

  /** As the reference's (43800 h). */
  private static final Duration LIFETIME = Duration.ofDays(1_825);

  private final SealedKeys keys;
  private final InstantSource clock;
  private final SecureRandom random;

  public AdminRoots(SealedKeys keys, InstantSource clock, SecureRandom random) {
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /** A root and its key. */
  public static final class Root {
    private final int id;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Root(int id, X509Certificate certificate, PrivateKey key) {
      this.id = id;
      this.certificate = certificate;
      this.key = key;
    }

    public String fingerprint() {
      return AdminRoots.fingerprint(certificate);
    }

    public String pem() {
      return Pem.of(certificate);
    }

    public Instant introduced() {
      return certificate.getNotBefore().toInstant().plus(HubCa.BACKDATED);
    }

    public Instant notAfter() {
      return certificate.getNotAfter().toInstant();
    }

    /** Never the key. */
    @Override
    public String toString() {
      return "admin root " + id;
    }
  }

  /**
   * An intermediate CA that was issued.
   *
   * @param key PEM, secret
   */
  public record Intermediate(String certificate, String key, String fingerprint, Instant notAfter) {
    /** Never the key. */
    @Override
    public String toString() {
      return "intermediate CA " + fingerprint;
    }
  }

  /**
   * All roots, oldest first; the first node to ask makes one.
   *
   * @throws UnusableKeyException if the node's master key does not open them
   */
  public List<Root> all() {
    return keys.openOrCreate(PURPOSE, () -> create(1)).stream().map(AdminRoots::root).toList();
  }

  /** All roots, oldest first; none before the first node asked for them. */
  public List<Root> known() {
    return keys.known(PURPOSE).stream().map(AdminRoots::root).toList();
  }

  /**
   * As {@link #introduceSuccessor(Root)}, in a transaction of the caller; false if {@code newest}
   * is not the newest any more.
   */
  public boolean introduceSuccessor(Tx tx, Root newest) {
    return keys.add(tx, PURPOSE, create(newest.id + 1));
  }

  /** Adds a root, which nobody trusts yet. Does nothing if {@code newest} is not the newest. */
  public void introduceSuccessor(Root newest) {
    keys.add(PURPOSE, create(newest.id + 1));
  }

  /** Issues an intermediate CA with a key of its own: about a millisecond. */
  public Intermediate issue(Root signer, String commonName, Duration lifetime) {
    var pair = HubCa.newKeyPair(random);
    var now = clock.instant();
    var until = now.plus(lifetime);
    if (until.isAfter(signer.notAfter())) {
      until = signer.notAfter();
    }
    var builder =
        new JcaX509v3CertificateBuilder(
            signer.certificate,
            HubCa.serial(random),
            Date.from(now.minus(HubCa.BACKDATED)),
            Date.from(until),
            new X500Name("CN=" + commonName),
            pair.getPublic());
    try {
      var extensions = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(signer.certificate));
      var certificate = HubCa.sign(asAuthority(builder, pair.getPublic(), 0), signer.key);
      return new Intermediate(
          Pem.of(certificate),
          Pem.of(pair.getPrivate()),
          fingerprint(certificate),
          certificate.getNotAfter().toInstant());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("intermediate CA cannot be made for " + commonName, e);
    }
  }

  /** PEM of several roots, in their order. */
  public static String bundle(Collection<Root> roots) {
    return roots.stream().map(Root::pem).collect(Collectors.joining());
  }

  /** SHA-256 of a text, lower-case hexadecimal. */
  public static String fingerprint(String pem) {
    return sha256(pem.getBytes(StandardCharsets.US_ASCII));
  }

  /** SHA-256 of a certificate, lower-case hexadecimal. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return sha256(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate cannot be encoded", e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is missing in this JVM", e);
    }
  }

  private SealedKeys.OpenKey create(int id) {
    var pair = HubCa.newKeyPair(random);
    var now = clock.instant();
    var name = new X500Name("CN=murmuration admin endpoint root " + id);
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            HubCa.serial(random),
            Date.from(now.minus(HubCa.BACKDATED)),
            Date.from(now.plus(LIFETIME)),
            name,
            pair.getPublic());
    try {
      var certificate = HubCa.sign(asAuthority(builder, pair.getPublic(), 1), pair.getPrivate());
      return new SealedKeys.OpenKey(id, pair.getPrivate().getEncoded(), Pem.of(certificate));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("root of the admin endpoints cannot be made", e);
    }
  }

  private static JcaX509v3CertificateBuilder asAuthority(
      JcaX509v3CertificateBuilder builder, PublicKey key, int pathLength)
      throws GeneralSecurityException, IOException {
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    return builder;
  }

  private static Root root(SealedKeys.OpenKey stored) {
    var pem = stored.certificate();
    if (pem == null) {
      throw new UnusableKeyException(
          "sealed key %s/%d: no certificate (expected: the root's)"
              .formatted(PURPOSE, stored.keyId()));
    }
    try {
      var key =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(stored.secret()));
      return new Root(stored.keyId(), Pem.certificate(pem), key);
    } catch (GeneralSecurityException e) {
      throw new UnusableKeyException(
          "sealed key %s/%d: no EC private key".formatted(PURPOSE, stored.keyId()), e);
    }
  }
}
