package io.murmuration.central.auth.builtin;

import io.murmuration.central.auth.TokenHash;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Somebody who may log in. Immutable.
 *
 * @param password bcrypt, in its usual text; never shown
 * @param roles by project, as granted, without the implied ones; in the order of the file
 */
public record User(String name, boolean enabled, String password, Map<String, Set<String>> roles) {
  public User {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }

  public String id() {
    return Ids.of("user", name);
  }

  /** Changes when the password does; tokens got with the former one end. */
  TokenHash credential() {
    return TokenHash.of(password);
  }

  /** Never the password's hash. */
  @Override
  public String toString() {
    return "user " + name;
  }
}
