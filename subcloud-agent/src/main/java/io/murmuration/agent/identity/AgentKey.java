package io.murmuration.agent.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * The agent's key (EC P-256) and the certificate request it signs. The key is made at the site and
 * never leaves it; it stays the same for the life of an enrolment, so that an expired agent can
 * still prove who it is.
 */
public final class AgentKey {
  private final String privatePem;
  private final String requestPem;

  private AgentKey(String privatePem, String requestPem) {
    this.privatePem = privatePem;
    this.requestPem = requestPem;
  }

  public static AgentKey generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      return new AgentKey(Pem.encode("PRIVATE KEY", pair.getPrivate().getEncoded()), request(pair));
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("this JVM has no EC P-256", e);
    }
  }

  /**
   * @param requestPem made with the key when it was generated
   */
  static AgentKey of(String privatePem, String requestPem) {
    return new AgentKey(privatePem, requestPem);
  }

  /** PKCS #10, PEM; signed with the key, which proves its possession. */
  public String requestPem() {
    return requestPem;
  }

  String privatePem() {
    return privatePem;
  }

  PrivateKey privateKey() throws GeneralSecurityException {
    return Pem.privateKey(privatePem);
  }

  private static String request(KeyPair pair) {
    try {
      // The hub uses the public key only; the name is for whoever reads a dump.
      var request =
          new JcaPKCS10CertificationRequestBuilder(
                  new X500Principal("CN=subcloud-agent"), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return Pem.encode("CERTIFICATE REQUEST", request.getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("certificate request", e);
    }
  }

  @Override
  public String toString() {
    return "agent key";
  }
}
