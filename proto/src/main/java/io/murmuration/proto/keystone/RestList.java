package io.murmuration.proto.keystone;

import java.util.EnumSet;
import java.util.Set;

/**
 * The lists of which {@link RestReader} makes items. dcdbsync offers rows of Keystone's tables
 * (contract, synchronisation: dcdbsync); assignments and regions it does not, so they come from
 * Keystone itself.
 *
 * <p>Read in this order, what refers to something is read before it: whoever is made in between is
 * not yet referred to, and whoever is deleted in between takes the reference along.
 */
public enum RestList {
  ASSIGNMENTS(true, "/v3/role_assignments", "role_assignments"),
  GROUPS(false, "/v1.0/identity/groups", ""),
  USERS(false, "/v1.0/identity/users", ""),
  ROLES(false, "/v1.0/identity/roles", ""),
  PROJECTS(false, "/v1.0/identity/projects", ""),
  REVOCATIONS(false, "/v1.0/identity/token-revocation-events/", ""),
  REGIONS(true, "/v3/regions", "regions");

  private final boolean keystone;
  private final String path;
  private final String field;

  RestList(boolean keystone, String path, String field) {
    this.keystone = keystone;
    this.path = path;
    this.field = field;
  }

  /** Whether Keystone has it; else dcdbsync. */
  public boolean isOfKeystone() {
    return keystone;
  }

  public String path() {
    return path;
  }

  /** Where the list is in the answer; empty: the answer is the list. */
  public String field() {
    return field;
  }

  /** The lists that items of a type are made of. */
  public static Set<RestList> of(IdentityType type) {
    return switch (type) {
      case REVOCATION_EVENT -> EnumSet.of(REVOCATIONS);
      case PROJECT -> EnumSet.of(PROJECTS);
      case ROLE -> EnumSet.of(ROLES);
      case USER -> EnumSet.of(USERS, REGIONS);
      case GROUP -> EnumSet.of(GROUPS, USERS, REGIONS);
      case ASSIGNMENT -> EnumSet.of(ASSIGNMENTS, GROUPS, USERS, ROLES, PROJECTS, REGIONS);
    };
  }
}
