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

  /**
   * As {@link #validate} for a token that was good at the last answer. Callers with tokens that
   * nobody ever vouched for must not be able to hold this up.
   */
  default Optional<Vouched> recheck(String token) {
    return validate(token);
  }
}
