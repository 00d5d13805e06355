package io.murmuration.central.testing;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Identities;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Callers whose tokens are their names: {@code admin}, {@code reader}, {@code operator}, ... */
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
  public Optional<Caller> identify(String token, String address) {
    return Optional.ofNullable(CALLERS.get(token))
        .map(c -> new Caller(c.user(), c.project(), c.roles(), address));
  }

  @Override
  public String uri() {
    return "http://keystone.example:5000/v3";
  }

  private static Caller caller(String user, String project, Set<String> roles) {
    return new Caller(user, project, roles, "");
  }
}
