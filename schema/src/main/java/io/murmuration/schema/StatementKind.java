package io.murmuration.schema;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a statement does, told from its text, because plain SQL goes through jOOQ too. */
enum StatementKind {
  READ,
  WRITE,
  OTHER;

  private static final Pattern FIRST_WORD = Pattern.compile("^[\\s(]*([a-zA-Z]+)");
  private static final Pattern WRITES_INSIDE =
      Pattern.compile(
          "\\b(insert\\s+into|delete\\s+from|merge\\s+into|update\\s+\\S+.{0,80}?\\bset)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  static StatementKind of(@Nullable String sql) {
    if (sql == null) {
      return OTHER;
    }
    var word = FIRST_WORD.matcher(sql);
    if (!word.find()) {
      return OTHER;
    }
    return switch (word.group(1).toLowerCase(Locale.ROOT)) {
      case "select", "values", "table" -> READ;
      case "insert", "update", "delete", "merge" -> WRITE;
      case "with" -> WRITES_INSIDE.matcher(sql).find() ? WRITE : READ;
      default -> OTHER;
    };
  }
}
