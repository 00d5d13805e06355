package io.murmuration.central.api;

import java.util.Set;

/**
 * Who may call. Every rule but the first two is (any of the roles) and (project is one of {@link
 * #PROJECTS}), as in the contract. {@code admin} is not in {@link #READ}: the identity service
 * gives admins {@code reader} as well.
 */
public enum Access {
  /** No token is looked at. */
  PUBLIC(Set.of()),
  /** Any valid token, whatever its roles and project. */
  ANY_TOKEN(Set.of()),
  READ(Set.of("reader", "operator", "configurator")),
  /** What cannot be taken back, for a hub that lost a part of its history. */
  ADMIN(Set.of("admin")),
  ADMIN_CFG(Set.of("admin", "configurator")),
  ADMIN_OPER_CFG(Set.of("admin", "operator", "configurator"));

  /** The projects whose users may administer the hub. */
  public static final Set<String> PROJECTS = Set.of("admin", "services");

  @SuppressWarnings("ImmutableEnumChecker") // every constant is given a Set.of
  private final Set<String> roles;

  Access(Set<String> roles) {
    this.roles = roles;
  }

  /** True if a caller with a valid token may pass. */
  public boolean allows(Caller caller) {
    return switch (this) {
      case PUBLIC, ANY_TOKEN -> true;
      case READ, ADMIN, ADMIN_CFG, ADMIN_OPER_CFG ->
          PROJECTS.contains(caller.project())
              && roles.stream().anyMatch(role -> caller.roles().contains(role));
    };
  }
}
