package io.murmuration.central.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * What the hub takes from a certificate request (PKCS #10): its public key, once the request proved
 * to have the private one. Names and extensions that it asks for are ignored.
 *
 * @param keyHash SHA-256 of the key (SubjectPublicKeyInfo, DER), lower-case hexadecimal
 */
public record CertificateRequest(PublicKey key, String keyHash) {
  /** Longest PEM text that is looked at, in characters. */
  public static final int LONGEST = 16 * 1024;

  private static final int RSA_SMALLEST_BITS = 2048;
  private static final int RSA_LARGEST_BITS = 8192;

  /** Larger public exponents only cost time. */
  private static final int RSA_EXPONENT_BITS = 33;

  private static final Set<ASN1Encodable> CURVES =
      Set.of(X9ObjectIdentifiers.prime256v1, SECObjectIdentifiers.secp384r1);

  /** A request, or why it is none. */
  public sealed interface Outcome {
    record Accepted(CertificateRequest request) implements Outcome {}

    /**
     * @param why for the caller: it says nothing but what the caller sent
     */
    record Refused(String why) implements Outcome {}
  }

  /** Costs up to a few milliseconds for the signature; never throws for what a caller can send. */
  public static Outcome parse(String pem) {
    if (pem.length() > LONGEST) {
      return refused(pem.length() + " characters", "at most " + LONGEST);
    }
    var der = Pem.requestBytes(pem);
    if (der.isEmpty()) {
      return refused("no PEM", "one BEGIN/END CERTIFICATE REQUEST block");
    }
    try {
      return check(new JcaPKCS10CertificationRequest(der.get()));
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | RuntimeException e) {
      // the parsers of the library and of the JDK throw unchecked exceptions for broken input, too
      return refused("malformed (" + e.getClass().getSimpleName() + ")", "PKCS #10");
    }
  }

  /** {@link #keyHash} of a certificate's key. */
  public static String keyHash(X509Certificate certificate) {
    return keyHash(certificate.getPublicKey());
  }

  private static Outcome check(JcaPKCS10CertificationRequest request)
      throws GeneralSecurityException, OperatorCreationException, PKCSException {
    var algorithm = request.getSubjectPublicKeyInfo().getAlgorithm();
    boolean elliptic = X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm());
    if (elliptic && !CURVES.contains(algorithm.getParameters())) {
      return refused("curve " + algorithm.getParameters(), "P-256 or P-384");
    }
    var key = request.getPublicKey();
    if (!elliptic && !(key instanceof RSAPublicKey rsa && isAcceptable(rsa))) {
      return refused("key " + describe(key), "EC P-256, EC P-384 or RSA of 2048 to 8192 bits");
    }
    var verifier = new JcaContentVerifierProviderBuilder().build(key);
    if (!request.isSignatureValid(verifier)) {
      return refused("its own signature is wrong", "signed with the private key of its public key");
    }
    return new Outcome.Accepted(new CertificateRequest(key, keyHash(key)));
  }

  private static boolean isAcceptable(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    return bits >= RSA_SMALLEST_BITS
        && bits <= RSA_LARGEST_BITS
        && key.getPublicExponent().bitLength() <= RSA_EXPONENT_BITS;
  }

  private static String describe(PublicKey key) {
    return key instanceof RSAPublicKey rsa
        ? "RSA of " + rsa.getModulus().bitLength() + " bits"
        : key.getAlgorithm();
  }

  private static String keyHash(PublicKey key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is missing in this JVM", e);
    }
  }

  private static Outcome refused(String given, String expected) {
    return new Outcome.Refused(
        "certificate_request_pem: %s (expected: %s)".formatted(given, expected));
  }
}
