package io.murmuration.central.api;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a caller showed to be believed. The token is a secret: never logged, never in an error. */
public sealed interface Credentials {
  String KEYSTONE_HEADER = "X-Auth-Token";
  String OIDC_HEADER = "OIDC-Token";

  String token();

  /** A token of Keystone, or of what stands in for it. */
  record Keystone(String token) implements Credentials {
    @Override
    public String toString() {
      return "Keystone";
    }
  }

  /** A signed token of an OpenID provider. */
  record Oidc(String token) implements Credentials {
    @Override
    public String toString() {
      return "Oidc";
    }
  }

  /**
   * What the headers hold; of both kinds, Keystone's counts (contract, "Authentication").
   *
   * @param header the value of a header by its name; null if absent
   */
  static Optional<Credentials> of(UnaryOperator<@Nullable String> header) {
    var keystone = header.apply(KEYSTONE_HEADER);
    if (keystone != null && !keystone.isEmpty()) {
      return Optional.of(new Keystone(keystone));
    }
    var oidc = header.apply(OIDC_HEADER);
    return oidc == null || oidc.isEmpty() ? Optional.empty() : Optional.of(new Oidc(oidc));
  }
}
