package io.murmuration.central.testing.contract;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which test saw which documented answer, in this JVM. Tests run one after the other; what is seen
 * between them, while a class is set up, belongs to none. Thread-safe.
 */
final class Coverage {
  private static final Set<Row> SEEN = new TreeSet<>();
  private static @Nullable String test;

  private Coverage() {}

  /**
   * One documented answer and a test that shows it.
   *
   * @param test {@code Class#method}, the class by its simple name
   */
  record Row(String path, String method, int status, String test) implements Comparable<Row> {
    String answer() {
      return method + " " + path + " " + status;
    }

    @Override
    public int compareTo(Row other) {
      int order = path.compareTo(other.path);
      order = order != 0 ? order : method.compareTo(other.method);
      order = order != 0 ? order : Integer.compare(status, other.status);
      return order != 0 ? order : test.compareTo(other.test);
    }
  }

  static synchronized void begin(String name) {
    test = name;
  }

  static synchronized void end() {
    test = null;
  }

  static synchronized void note(Operation operation, int status) {
    if (test != null) {
      SEEN.add(new Row(operation.path(), operation.method(), status, test));
    }
  }

  /** What the tests of a class saw. */
  static synchronized Set<Row> of(String simpleName) {
    Set<Row> rows = new TreeSet<>();
    SEEN.stream().filter(row -> row.test().startsWith(simpleName + "#")).forEach(rows::add);
    return rows;
  }
}
