package io.murmuration.proto.keystone;

import java.util.Set;

/**
 * A moment as the two transports write it: PostgreSQL leaves the zeros at a fraction's end out,
 * Python (dcdbsync) writes six digits or none. Items hold PostgreSQL's form.
 */
public final class RestTime {
  private static final int DIGITS = 6;
  private static final Set<String> COLUMNS =
      Set.of("created_at", "expires_at", "issued_before", "revoked_at");

  private RestTime() {}

  /** Whether a column holds moments. */
  static boolean isIn(String column) {
    return COLUMNS.contains(column);
  }

  static String postgres(String text) {
    int point = text.indexOf('.');
    if (point < 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end == point + 1 ? point : end);
  }

  /** A value of a column as dcdbsync would write it; it looks rows up by that text. */
  public static String python(String column, String text) {
    int point = text.indexOf('.');
    return !isIn(column) || point < 0
        ? text
        : text + "0".repeat(Math.max(0, DIGITS - (text.length() - point - 1)));
  }
}
