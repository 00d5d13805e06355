package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One value as somebody wrote it.
 *
 * @param text as written; empty for a collection
 * @param line counted from 1; null for a form field
 * @param column counted from 1; null for a form field
 */
record Field(
    String key, String text, Shape shape, @Nullable Integer line, @Nullable Integer column) {
  enum Shape {
    TEXT,
    NUMBER,
    COLLECTION
  }

  /** A form field: always text. */
  static Field ofForm(String key, String text) {
    return new Field(key, text, Shape.TEXT, null, null);
  }

  Problem problem(String expected) {
    return new Problem(key, shown(), expected, line, column);
  }

  private String shown() {
    if (isSecret(key)) {
      return "a secret";
    }
    return shape == Shape.COLLECTION ? "a list or mapping" : text;
  }

  /** True if values under this key are never to be shown or kept in clear. */
  static boolean isSecret(String key) {
    var lower = key.toLowerCase(Locale.ROOT);
    return lower.contains("password") || lower.contains("secret");
  }

  /** Never the text: some keys hold secrets. */
  @Override
  public String toString() {
    return "Field[" + key + "]";
  }
}
