package io.murmuration.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement as it was sent to PostgreSQL: its text and the types of its parameters.
 *
 * @param types as object identifiers of PostgreSQL; 0: it finds out by itself
 */
record SentStatement(List<Integer> types, String sql) {
  /** As the driver logs it; the text may have many lines. */
  private static final Pattern PARSED =
      Pattern.compile(
          "FE=> Parse\\(stmt=[^,]*,query=\"(.*?)\",oids=\\{([\\d,]*)}\\)", Pattern.DOTALL);

  private static final Pattern WORTH_IT =
      Pattern.compile("(?i)(SELECT|INSERT|UPDATE|DELETE|WITH)\\b.*", Pattern.DOTALL);

  /** Flyway's and the driver's own. */
  private static final Pattern NOT_OURS =
      Pattern.compile("(?i).*(pg_catalog|pg_namespace|information_schema|flyway_).*", Pattern.DOTALL);

  /** A node binds its values; what has them in its text was written for a test. */
  private static final Pattern A_TESTS_OWN =
      Pattern.compile("(?i)(INSERT|DELETE).*|.*=\\s*('|\\d).*", Pattern.DOTALL);

  private static final String SEPARATOR = "\n;;\n";

  /** Each once, without what is not about our tables. */
  static Set<SentStatement> ofDriverLog(String log) {
    return PARSED
        .matcher(log)
        .results()
        .map(found -> new SentStatement(types(found.group(2)), found.group(1).strip()))
        .filter(statement -> WORTH_IT.matcher(statement.sql).matches())
        .filter(statement -> !NOT_OURS.matcher(statement.sql).matches())
        .filter(
            statement ->
                !statement.types.isEmpty() || !A_TESTS_OWN.matcher(statement.sql).matches())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** One after the other, each with a line of its types. */
  static String write(Set<SentStatement> all) {
    return all.stream()
        .map(one -> "--" + one.listed() + "\n" + one.sql + SEPARATOR)
        .sorted()
        .collect(Collectors.joining());
  }

  private String listed() {
    return types.isEmpty()
        ? ""
        : types.stream().map(String::valueOf).collect(Collectors.joining(",", " ", ""));
  }

  static List<SentStatement> read(String text) {
    var all = new ArrayList<SentStatement>();
    for (var part : text.split(SEPARATOR)) {
      if (!part.isBlank()) {
        int line = part.indexOf('\n');
        all.add(new SentStatement(types(part.substring(2, line).strip()), part.substring(line + 1)));
      }
    }
    return all;
  }

  private static List<Integer> types(String text) {
    return Stream.of(text.split(",")).filter(t -> !t.isBlank()).map(Integer::valueOf).toList();
  }

  /**
   * Checks names and types as a run would, and runs nothing.
   *
   * @param typeName of an object identifier
   */
  String prepare(String name, IntFunction<String> typeName) {
    var given =
        types.stream()
            .map(type -> type == 0 ? "unknown" : typeName.apply(type))
            .collect(Collectors.joining(", ", "(", ")"));
    return "PREPARE " + name + (types.isEmpty() ? "" : given) + " AS " + sql;
  }
}
