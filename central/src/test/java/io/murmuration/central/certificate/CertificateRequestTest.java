package io.murmuration.central.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {
  @Test
  void takesThreeKindsOfKeys() throws Exception {
    assertAccepted(elliptic("secp256r1"), "SHA256withECDSA");
    assertAccepted(elliptic("secp384r1"), "SHA384withECDSA");
    assertAccepted(rsa(2048), "SHA256withRSA");
  }

  @Test
  void refusesWeakAndUnusualKeysInWords() throws Exception {
    assertThat(refusal(elliptic("secp521r1"), "SHA512withECDSA"))
        .contains("(expected: P-256 or P-384)");
    assertThat(refusal(rsa(1024), "SHA256withRSA"))
        .contains("RSA of 1024 bits")
        .contains("expected: EC P-256, EC P-384 or RSA of 2048 to 8192 bits");
    assertThat(refusal(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "Ed25519"))
        .contains("expected: EC P-256");
  }

  @Test
  void refusesARequestThatIsNotSignedByItsOwnKey() throws Exception {
    var stolen = elliptic("secp256r1");
    String pem = TestAgent.request(stolen, elliptic("secp256r1"), "SHA256withECDSA");

    assertThat(refusal(pem)).contains("its own signature is wrong");
  }

  @Test
  void refusesWhatIsNoRequest() throws Exception {
    var keys = elliptic("secp256r1");
    String good = TestAgent.request(keys, keys, "SHA256withECDSA");

    assertThat(refusal("")).contains("no PEM");
    assertThat(refusal(good + good)).contains("no PEM");
    assertThat(refusal(good.replace("REQUEST", "TABLE"))).contains("no PEM");
    assertThat(refusal(good.replaceFirst("\n[A-Za-z0-9+/]{8}", "\n"))).contains("malformed");
    assertThat(refusal(" ".repeat(CertificateRequest.LONGEST) + good)).contains("characters");
  }

  private static void assertAccepted(KeyPair keys, String algorithm) {
    assertThat(CertificateRequest.parse(TestAgent.request(keys, keys, algorithm)))
        .isInstanceOfSatisfying(
            CertificateRequest.Outcome.Accepted.class,
            accepted -> assertThat(accepted.request().key()).isEqualTo(keys.getPublic()));
  }

  private static String refusal(KeyPair keys, String algorithm) {
    return refusal(TestAgent.request(keys, keys, algorithm));
  }

  private static String refusal(String pem) {
    return switch (CertificateRequest.parse(pem)) {
      case CertificateRequest.Outcome.Refused(var why) -> why;
      case CertificateRequest.Outcome.Accepted(var request) -> "accepted " + request;
    };
  }

  private static KeyPair elliptic(String curve) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve), new SecureRandom());
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits, new SecureRandom());
    return generator.generateKeyPair();
  }
}
