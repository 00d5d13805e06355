package io.murmuration.proto.keystone;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names that are never kept the same, because each cloud has its own: the passwords of these
 * services differ per site, and these roles come and go with an application. Exempt on both ends.
 */
public final class Exempt {
  /** Besides these: {@code cinder} followed by the name of one of the cloud's regions. */
  public static final List<String> USERS =
      List.of("dcdbsync", "dcorch", "heat_admin", "smapi", "usm", "fm");

  public static final List<String> ROLES =
      List.of("heat_stack_owner", "heat_stack_user", "ResellerAdmin");

  private static final String CINDER = "cinder";

  private Exempt() {}

  /**
   * Whether users of this name are kept the same.
   *
   * @param regions of the cloud
   */
  public static boolean isSharedUser(String name, Set<String> regions) {
    return !USERS.contains(name)
        && !(name.startsWith(CINDER) && regions.contains(name.substring(CINDER.length())));
  }

  public static boolean isSharedRole(String name) {
    return !ROLES.contains(name);
  }

  /**
   * SQL that is true of users that are kept the same.
   *
   * @param alias of {@code local_user}
   */
  static String sharedUser(String alias) {
    return "%1$s.name NOT IN (%2$s) AND NOT EXISTS (SELECT FROM region x WHERE %1$s.name = 'cinder' || x.id)"
        .formatted(alias, quoted(USERS));
  }

  /**
   * SQL that is true of roles that are kept the same.
   *
   * @param alias of {@code role}
   */
  static String sharedRole(String alias) {
    return "%s.name NOT IN (%s)".formatted(alias, quoted(ROLES));
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
  }
}
