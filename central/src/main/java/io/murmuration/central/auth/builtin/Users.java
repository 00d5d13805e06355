package io.murmuration.central.auth.builtin;

import java.util.List;
import java.util.Optional;

/** The users as they are now. Thread-safe. */
@FunctionalInterface
public interface Users {
  List<User> all();

  default Optional<User> named(String name) {
    return all().stream().filter(user -> user.name().equals(name)).findFirst();
  }

  default Optional<User> withId(String id) {
    return all().stream().filter(user -> user.id().equals(id)).findFirst();
  }
}
