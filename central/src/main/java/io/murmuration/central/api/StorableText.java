package io.murmuration.central.api;

/** What a text column of the database takes without complaint. */
public final class StorableText {
  private StorableText() {}

  /**
   * True for at most {@code longest} characters (as PostgreSQL counts them: code points), without
   * control characters but line feed and tab, and without half surrogate pairs.
   */
  public static boolean fits(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        && text.codePoints()
            .noneMatch(c ->
                (Character.isISOControl(c) && c != '\n' && c != '\t')
                    || Character.getType(c) == Character.SURROGATE);
  }
}
