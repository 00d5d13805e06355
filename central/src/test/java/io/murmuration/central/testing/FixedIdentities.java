package io.murmuration.central.testing;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ServiceUrl;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Callers whose tokens are their names: {@code admin}, {@code reader}, {@code operator}, ...; OIDC
 * tokens are {@code oidc-reader} and so on. About {@code nobody-knows} nobody can tell right now.
 */
final class FixedIdentities implements Identities {
  private static final Map<String, Caller> CALLERS =
      Map.of(
          "admin", caller("admin", "admin", Set.of("admin", "member", "reader")),
          "admin-only", caller("admin-only", "admin", Set.of("admin")),
          "reader", caller("reader", "admin", Set.of("reader")),
          "operator", caller("operator", "services", Set.of("operator")),
          "configurator", caller("configurator", "admin", Set.of("configurator")),
          "stranger", caller("stranger", "tenant", Set.of("admin", "reader")));

  @Override
  public Optional<Caller> identify(Credentials credentials, String address) {
    var name = credentials.token();
    if (name.equals("nobody-knows")) {
      throw new RefusedException(
          new ApiError.Unavailable("The identity service does not answer. Try again."));
    }
    var known =
        switch (credentials) {
          case Credentials.Keystone _ -> name;
          case Credentials.Oidc _ -> name.startsWith("oidc-") ? name.substring(5) : "";
        };
    return Optional.ofNullable(CALLERS.get(known))
        .map(c -> new Caller(c.user(), c.project(), c.roles(), address));
  }

  @Override
  public String uri(ServiceUrl reached) {
    return "http://keystone.example:5000/v3";
  }

  private static Caller caller(String user, String project, Set<String> roles) {
    return new Caller(user, project, roles, "");
  }
}
