package io.murmuration.central.auth;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import java.util.Optional;

/** Asks whoever has issued a token. Blocks within a time-out of its own; thread-safe. */
@FunctionalInterface
public interface TokenSource {
  /**
   * Empty if the token is unknown, expired or revoked.
   *
   * @throws RefusedException with {@link ApiError.Unavailable}, in words, if it cannot be asked
   */
  Optional<Vouched> validate(String token);
}
