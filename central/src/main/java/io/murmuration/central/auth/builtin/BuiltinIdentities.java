package io.murmuration.central.auth.builtin;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.auth.CacheSettings;
import io.murmuration.central.auth.CachedTokens;
import io.murmuration.central.auth.TokenHash;
import io.murmuration.central.auth.Vouched;
import io.murmuration.central.store.DatabaseFailures;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;

/**
 * Callers with tokens of the built-in service. Answers are remembered as those of a Keystone are,
 * so that requests cost no database round trip, and known tokens count while the database is away.
 * Thread-safe.
 */
public final class BuiltinIdentities implements Identities {
  private final Tokens tokens;
  private final CachedTokens cached;
  private final Function<ServiceUrl, String> url;

  /**
   * @param url of the service, as seen by somebody who has reached this node at a URL
   */
  public BuiltinIdentities(
      Tokens tokens,
      CacheSettings settings,
      InstantSource clock,
      LongSupplier nanoTime,
      Function<ServiceUrl, String> url) {
    this.tokens = tokens;
    this.cached = new CachedTokens(this::validate, settings, clock, nanoTime);
    this.url = url;
  }

  @Override
  public Optional<Caller> identify(Credentials credentials, String address) {
    return switch (credentials) {
      case Credentials.Keystone(var token) -> cached.identify(token, address);
      case Credentials.Oidc _ -> Optional.empty();
    };
  }

  @Override
  public String uri(ServiceUrl reached) {
    return url.apply(reached);
  }

  /** A token was revoked here; the other nodes learn it when they ask again. */
  public void revoked(String token) {
    cached.forget(TokenHash.of(token));
  }

  private Optional<Vouched> validate(String token) {
    try {
      return tokens.find(token).map(TokenInfo::vouched);
    } catch (DataAccessException e) {
      throw DatabaseFailures.answer(e).map(RefusedException::new).orElseThrow(() -> e);
    }
  }
}
