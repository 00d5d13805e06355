package io.murmuration.central.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One key of the configuration.
 *
 * @param name in the file, e.g. {@code rest.port}
 * @param byDefault the text that counts if nobody says anything; must be as {@code type} wants it
 * @param doc one sentence for operators
 * @param secret the value is never shown
 */
public record Key<T>(String name, ValueType<T> type, String byDefault, String doc, boolean secret) {
  private static final String PREFIX = "MURMURATION_";
  private static final Pattern PASSWORD = Pattern.compile("(?i)(password\\s*=)[^&]*+");
  private static final Pattern USER_INFO = Pattern.compile("://[^/\\s]*@");

  public Key {
    if (type.parser().apply(byDefault).isEmpty()) {
      throw new IllegalArgumentException(
          "default of %s: %s (expected: %s)".formatted(name, byDefault, type.expected()));
    }
  }

  /** The variable that overrides the file, e.g. {@code MURMURATION_REST_PORT}. */
  public String variable() {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * A value of this key for logs and errors; also without a password that does not belong there.
   */
  String shown(String text) {
    return secret
        ? "***"
        : USER_INFO.matcher(PASSWORD.matcher(text).replaceAll("$1***")).replaceAll("://***@");
  }

  static boolean isOurs(String variable) {
    return variable.startsWith(PREFIX);
  }

  T value(String text) {
    return type.parser()
        .apply(text)
        .orElseThrow(() -> new IllegalArgumentException(name + " (expected: a checked value)"));
  }
}
