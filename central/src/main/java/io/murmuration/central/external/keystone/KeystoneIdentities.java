package io.murmuration.central.external.keystone;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.auth.CachedTokens;
import java.net.URI;
import java.util.Optional;

/** Callers with tokens of a Keystone, whose answers are remembered. Thread-safe. */
public final class KeystoneIdentities implements Identities {
  private final CachedTokens tokens;
  private final URI url;

  public KeystoneIdentities(CachedTokens tokens, URI url) {
    this.tokens = tokens;
    this.url = url;
  }

  @Override
  public Optional<Caller> identify(Credentials credentials, String address) {
    return switch (credentials) {
      case Credentials.Keystone(var token) -> tokens.identify(token, address);
      case Credentials.Oidc _ -> Optional.empty();
    };
  }

  @Override
  public String uri(ServiceUrl reached) {
    return url.toString();
  }
}
