package io.murmuration.central.api;

import java.util.Optional;

/** The port to whoever issues tokens. Thread-safe; may block (virtual threads call it). */
public interface Identities {
  /**
   * The caller that the token stands for; empty if it is unknown, expired or withdrawn.
   *
   * @param token a secret: never logged, never part of an error
   * @param address where the request came from
   * @throws RefusedException with {@link ApiError.Unavailable} if nobody can tell right now
   */
  Optional<Caller> identify(String token, String address);

  /** For {@code WWW-Authenticate: Keystone uri="..."}: where a token can be had. */
  String uri();
}
