package io.murmuration.central.testing.contract;

import io.murmuration.central.testing.contract.Coverage.Row;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestTemplate;

/**
 * One run of tests in this JVM. When it ends, each class of which every test ran and passed is held
 * to the table and leaves a note of what it showed. Of other classes nothing can be said: part of
 * them was not asked for, or failed and is told anyway. Thread-safe.
 */
final class CoverageRun implements AutoCloseable {
  private final List<Row> table;
  private final Function<String, Set<Row>> seen;
  private final Path notes;
  private final Map<Class<?>, Set<String>> passed = new ConcurrentHashMap<>();
  private final Set<Class<?>> failed = ConcurrentHashMap.newKeySet();

  /**
   * @param seen what the tests of a class, by its simple name, saw
   * @param notes a directory; need not exist
   */
  CoverageRun(List<Row> table, Function<String, Set<Row>> seen, Path notes) {
    this.table = table;
    this.seen = seen;
    this.notes = notes;
  }

  void passed(Class<?> test, String method) {
    passed.computeIfAbsent(test, _ -> ConcurrentHashMap.newKeySet()).add(method);
  }

  void failed(Class<?> test) {
    failed.add(test);
  }

  /**
   * @throws AssertionError if a test does not show any more what the table says
   */
  @Override
  public void close() throws IOException {
    var missing = new ArrayList<String>();
    for (var test : passed.keySet()) {
      if (isWhole(test)) {
        var rows = seen.apply(test.getSimpleName());
        note(test.getSimpleName(), rows);
        table.stream()
            .filter(row -> row.test().startsWith(test.getSimpleName() + "#"))
            .filter(row -> !rows.contains(row))
            .forEach(row -> missing.add(row.answer() + " by " + row.test()));
      }
    }
    if (!missing.isEmpty()) {
      throw new AssertionError(
          "%s names tests that did not see these answers: %s"
              .formatted(CoverageTable.FILE, String.join(", ", missing)));
    }
  }

  private boolean isWhole(Class<?> test) {
    return !failed.contains(test)
        && passed.getOrDefault(test, Set.of()).containsAll(testMethods(test));
  }

  /** The names of all test methods of a class, inherited ones too. */
  static Set<String> testMethods(Class<?> test) {
    Set<String> names = new HashSet<>();
    for (var at = test; at != Object.class; at = at.getSuperclass()) {
      Arrays.stream(at.getDeclaredMethods())
          .filter(CoverageRun::isTest)
          .forEach(method -> names.add(method.getName()));
    }
    return names;
  }

  /** Parameterized and repeated tests are templates by the annotation of their annotation. */
  private static boolean isTest(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType())
        .anyMatch(type ->
            type == Test.class
                || Stream.of(TestFactory.class, TestTemplate.class)
                    .anyMatch(t -> type == t || type.isAnnotationPresent(t)));
  }

  private void note(String name, Set<Row> rows) throws IOException {
    if (!rows.isEmpty()) {
      Files.createDirectories(notes);
      Files.write(
          notes.resolve(name + ".tsv"),
          rows.stream()
              .map(r -> String.join("\t", r.path(), r.method(), "" + r.status(), r.test()))
              .toList());
    }
  }
}
