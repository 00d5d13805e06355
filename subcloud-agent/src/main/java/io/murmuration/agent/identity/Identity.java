package io.murmuration.agent.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An enrolled agent. Immutable; holds the private key, which its text never shows.
 *
 * @param chain the agent's certificate, then its issuers
 * @param trust certificates of hubs
 * @param hubAddresses host:port of the listeners "agents"
 */
public record Identity(
    long subcloudId,
    String subcloudName,
    PrivateKey key,
    List<X509Certificate> chain,
    List<X509Certificate> trust,
    List<String> hubAddresses) {
  public Identity {
    chain = List.copyOf(chain);
    trust = List.copyOf(trust);
    hubAddresses = List.copyOf(hubAddresses);
  }

  static Identity of(AgentKey key, Enrolled enrolled) throws GeneralSecurityException {
    return new Identity(
        enrolled.subcloudId(),
        enrolled.subcloudName(),
        key.privateKey(),
        Pem.certificates(enrolled.certificatePem()),
        Pem.certificates(enrolled.trustPem()),
        enrolled.hubAddresses());
  }

  public boolean expired(Instant now) {
    return !now.isBefore(chain.getFirst().getNotAfter().toInstant());
  }

  /** Two thirds into the certificate's life: a third of it is left to get through to the hub. */
  public Instant renewAt() {
    var from = chain.getFirst().getNotBefore().toInstant();
    var life = Duration.between(from, chain.getFirst().getNotAfter().toInstant());
    return from.plus(life.multipliedBy(2).dividedBy(3));
  }

  @Override
  public String toString() {
    return subcloudName + " (" + subcloudId + ")";
  }
}
