package io.murmuration.central.api;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in what a caller sent. Its line names the field, the value given and what was
 * expected.
 *
 * @param field path to the value, e.g. {@code items[2].name}
 * @param given the value as sent, shortened if long; never a secret
 * @param line of the document, from 1; null if there are no lines
 * @param column from 1; null if unknown
 */
public record Problem(
    String field, String given, String expected, @Nullable Integer line, @Nullable Integer column) {
  private static final int LONGEST_GIVEN = 120;

  public Problem {
    if (given.length() > LONGEST_GIVEN) {
      given = given.substring(0, LONGEST_GIVEN) + "…";
    }
  }

  public Problem(String field, String given, String expected) {
    this(field, given, expected, null, null);
  }

  /** {@code field: given (expected: …)}, with the place in front if there is one. */
  public String text() {
    var text = "%s: %s (expected: %s)".formatted(field, given, expected);
    if (line == null) {
      return text;
    }
    var place = column == null ? "line " + line : "line " + line + ", column " + column;
    return place + ": " + text;
  }
}
