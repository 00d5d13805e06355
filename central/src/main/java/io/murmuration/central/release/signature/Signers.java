package io.murmuration.central.release.signature;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Certificates whose keys may sign releases. Validity dates are not looked at: a release that was
 * signed in time stays signed, and the sites do not look either. Immutable.
 */
public final class Signers {
  /** As long as the digest, which is what the signing tools use. */
  private static final int SALT = 32;

  private final List<X509Certificate> certificates;

  /**
   * @throws IllegalArgumentException if a certificate has no RSA key
   */
  public Signers(List<X509Certificate> certificates) {
    this.certificates = List.copyOf(certificates);
    for (var certificate : certificates) {
      if (!(certificate.getPublicKey() instanceof RSAPublicKey)) {
        throw new IllegalArgumentException(
            "certificate of %s: a key of type %s (expected: RSA)"
                .formatted(
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getPublicKey().getAlgorithm()));
      }
    }
  }

  public boolean isEmpty() {
    return certificates.isEmpty();
  }

  /** Signed bytes, given piece by piece, then compared with a signature. */
  Checks checks() {
    return new Checks();
  }

  /** Both ways of signing with every certificate, over one reading of the bytes. */
  final class Checks {
    private record Check(X509Certificate by, Signature signature) {}

    private final List<Check> checks = new ArrayList<>();

    private Checks() {
      for (var certificate : certificates) {
        checks.add(new Check(certificate, pss(certificate)));
        checks.add(new Check(certificate, pkcs1(certificate)));
      }
    }

    void update(byte[] bytes, int length) throws IOException {
      for (var check : checks) {
        try {
          check.signature().update(bytes, 0, length);
        } catch (SignatureException e) {
          throw new IOException("the signature cannot be computed", e);
        }
      }
    }

    /** The subject of the first certificate that made the signature; empty: none did. */
    Optional<String> signer(byte[] signature) {
      for (var check : checks) {
        if (verifies(check.signature(), signature)) {
          return Optional.of(check.by().getSubjectX500Principal().getName());
        }
      }
      return Optional.empty();
    }
  }

  private static boolean verifies(Signature check, byte[] signature) {
    try {
      return check.verify(signature);
    } catch (SignatureException _) {
      return false; // of another length or form: not made by this key
    }
  }

  private static Signature pss(X509Certificate certificate) {
    try {
      var signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT, 1));
      signature.initVerify(certificate.getPublicKey());
      return signature;
    } catch (GeneralSecurityException e) {
      throw unusable(certificate, e);
    }
  }

  private static Signature pkcs1(X509Certificate certificate) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(certificate.getPublicKey());
      return signature;
    } catch (GeneralSecurityException e) {
      throw unusable(certificate, e);
    }
  }

  private static IllegalArgumentException unusable(
      X509Certificate certificate, GeneralSecurityException why) {
    var what = why instanceof InvalidKeyException ? "key" : "algorithm";
    return new IllegalArgumentException(
        "certificate of %s: %s cannot be used: %s"
            .formatted(certificate.getSubjectX500Principal().getName(), what, why.getMessage()),
        why);
  }
}
