package io.murmuration.central.auth;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which roles bring others along, as Keystone's bootstrap sets them up. */
public final class Roles {
  public static final String ADMIN = "admin";
  private static final String MEMBER = "member";
  private static final String READER = "reader";

  private Roles() {}

  /** The roles and what they imply: {@code admin} implies {@code member} implies {@code reader}. */
  public static Set<String> withImplied(Collection<String> roles) {
    Set<String> all = new LinkedHashSet<>(roles);
    if (all.contains(ADMIN)) {
      all.add(MEMBER);
    }
    if (all.contains(MEMBER)) {
      all.add(READER);
    }
    return all;
  }
}
