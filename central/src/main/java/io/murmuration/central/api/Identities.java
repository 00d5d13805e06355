package io.murmuration.central.api;

import java.util.Optional;

/** The port to whoever issues tokens. Thread-safe; may block (virtual threads call it). */
public interface Identities {
  /**
   * The caller that the token stands for; empty if it is unknown, expired, withdrawn, or of a kind
   * that this service does not issue.
   *
   * @param address where the request came from
   * @throws RefusedException with {@link ApiError.Unavailable} if nobody can tell right now
   */
  Optional<Caller> identify(Credentials credentials, String address);

  /**
   * For {@code WWW-Authenticate: Keystone uri="..."}: where a token can be had.
   *
   * @param reached where the caller has reached this node
   */
  String uri(ServiceUrl reached);
}
