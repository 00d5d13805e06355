package io.murmuration.agent.apply;

import org.jspecify.annotations.Nullable;

/** The bytes of a push cannot be understood. */
public final class InvalidPushException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidPushException(@Nullable String why) {
    super("the push cannot be understood: " + why);
  }
}
