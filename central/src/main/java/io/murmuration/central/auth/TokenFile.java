package io.murmuration.central.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The text of a token file: per line a token's SHA-256, user, project and roles, e.g. {@code
 * 9f86d0… admin admin admin,member,reader}. Lines that are blank or start with {@code #} say
 * nothing. Immutable.
 *
 * @param entries the lines that could be read
 * @param problems one sentence for each line that could not; such a line lets nobody in
 */
record TokenFile(List<Entry> entries, List<String> problems) {
  private static final int COLUMNS = 4;

  record Entry(TokenHash hash, String user, String project, Set<String> roles) {
    String line() {
      return "%s %s %s %s".formatted(hash.hex(), user, project, String.join(",", roles));
    }
  }

  static TokenFile parse(String text) {
    List<Entry> entries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (var raw : text.split("\n", -1)) {
      number++;
      var line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        entries.add(entry(line));
      } catch (IllegalArgumentException e) {
        problems.add("line " + number + ": " + e.getMessage());
      }
    }
    return new TokenFile(List.copyOf(entries), List.copyOf(problems));
  }

  private static Entry entry(String line) {
    var columns = line.split("\\s+");
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(
          columns.length + " columns (expected: 4: hash, user, project, roles with commas)");
    }
    return new Entry(
        TokenHash.parse(columns[0]), columns[1], columns[2], Set.of(columns[3].split(",")));
  }
}
