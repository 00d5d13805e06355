package io.murmuration.central.gateway.wire;

/**
 * The one rule for texts of agents, which end in the database, in logs and on operators' screens: a
 * control character (PostgreSQL stores no NUL; a line break forges a log line) becomes {@code
 * U+FFFD}, and what is too long is cut.
 */
public final class AgentText {
  /** Code points of a sentence for an operator. */
  public static final int SENTENCE = 500;

  /** Code points of a name or version. */
  public static final int NAME = 255;

  private static final int REPLACEMENT = 0xFFFD;

  private AgentText() {}

  /**
   * @param longest in code points; a text that was cut ends with an ellipsis on top of it
   */
  public static String of(String said, int longest) {
    if (said.length() <= longest && isPlain(said)) {
      return said; // as nearly every text: heartbeats come by the thousand each second
    }
    var clean = new StringBuilder(Math.min(said.length(), longest + 1));
    said.codePoints()
        .limit(longest)
        .map(c -> isStorable(c) ? c : REPLACEMENT)
        .forEach(clean::appendCodePoint);
    if (said.codePoints().skip(longest).findAny().isPresent()) {
      clean.append('…');
    }
    return clean.toString();
  }

  private static boolean isPlain(String said) {
    for (int i = 0; i < said.length(); i++) {
      if (said.charAt(i) < ' ' || said.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isStorable(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }
}
