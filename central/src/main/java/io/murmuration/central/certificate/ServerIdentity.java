package io.murmuration.central.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The node's own key and certificate. They live in memory only and are made anew at start and, by
 * the first handshake after it is due, at half of their lifetime; running connections are not
 * touched. Each issue has an alias of its own, because the TLS provider caches by alias.
 * Thread-safe.
 */
final class ServerIdentity extends X509ExtendedKeyManager {
  private record Issued(String alias, PrivateKey key, X509Certificate certificate, Instant until) {}

  /** The former one serves handshakes that had chosen it when it was replaced. */
  private record Pair(Issued current, Issued former) {}

  private final HubCa ca;
  private final CertificateSettings settings;
  private final InstantSource clock;
  private final SecureRandom random;
  private volatile Pair issued;

  ServerIdentity(HubCa ca, CertificateSettings settings, InstantSource clock, SecureRandom random) {
    this.ca = ca;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    var first = issue();
    this.issued = new Pair(first, first);
  }

  @Override
  public String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return current().alias();
  }

  @Override
  public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
    return current().alias();
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var found = find(alias);
    return found == null ? null : new X509Certificate[] {found.certificate()};
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var found = find(alias);
    return found == null ? null : found.key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {current().alias()};
  }

  /** Never a client. */
  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  /** Never a client. */
  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  private Issued current() {
    var seen = issued.current();
    return clock.instant().isBefore(seen.until()) ? seen : replace(seen);
  }

  private synchronized Issued replace(Issued due) {
    if (issued.current().alias().equals(due.alias())) {
      issued = new Pair(issue(), due);
    }
    return issued.current();
  }

  private @Nullable Issued find(String alias) {
    var pair = issued;
    if (pair.current().alias().equals(alias)) {
      return pair.current();
    }
    return pair.former().alias().equals(alias) ? pair.former() : null;
  }

  private Issued issue() {
    var pair = HubCa.newKeyPair(random);
    List<String> names =
        Stream.concat(Stream.of(CertificateSettings.HUB_NAME), settings.serverNames().stream())
            .distinct()
            .toList();
    var certificate = ca.issueServer(pair.getPublic(), names, settings.serverLifetime());
    return new Issued(
        AgentIdentity.serial(certificate.getSerialNumber()),
        pair.getPrivate(),
        certificate,
        clock.instant().plus(settings.serverLifetime().dividedBy(2)));
  }
}
