package io.murmuration.central.auth;

import io.murmuration.central.api.Caller;
import java.time.Instant;
import java.util.Set;

/**
 * What an identity service says of a good token.
 *
 * @param project name; empty if the token is for none
 * @param roles in that project, implied ones included
 * @param expiresAt from then on the token is worth nothing
 */
public record Vouched(String user, String project, Set<String> roles, Instant expiresAt) {
  public Vouched {
    roles = Set.copyOf(roles);
  }

  Caller caller(String address) {
    return new Caller(user, project, roles, address);
  }
}
