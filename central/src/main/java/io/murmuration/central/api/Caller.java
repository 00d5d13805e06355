package io.murmuration.central.api;

import java.util.Set;

/**
 * Who sent a request, as the identity service vouches for it; headers that claim an identity are
 * never believed.
 *
 * @param address where the connection came from
 */
public record Caller(String user, String project, Set<String> roles, String address) {
  public Caller {
    roles = Set.copyOf(roles);
  }

  /** The caller of a {@link Access#PUBLIC} resource: nobody in particular. */
  public static Caller nobody(String address) {
    return new Caller("", "", Set.of(), address);
  }
}
