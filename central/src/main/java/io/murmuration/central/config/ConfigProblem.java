package io.murmuration.central.config;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in the configuration.
 *
 * @param where {@code line 3} of the file, the variable's name, or null if it is about several keys
 * @param given as it was written; {@code ***} for secrets
 */
public record ConfigProblem(@Nullable String where, String key, String given, String expected) {
  @Override
  public String toString() {
    var text = "%s: %s (expected: %s)".formatted(key, given, expected);
    return where == null ? text : where + ": " + text;
  }
}
