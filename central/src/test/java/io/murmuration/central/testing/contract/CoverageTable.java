package io.murmuration.central.testing.contract;

import io.murmuration.central.testing.contract.Coverage.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code docs/contract-coverage.md}: every documented answer and a test that shows it. Run as a
 * program after the tests of all modules, it writes the table from what they noted.
 */
public final class CoverageTable {
  /** From the root of the sources. */
  static final String FILE = "docs/contract-coverage.md";

  private static final Pattern LINE =
      Pattern.compile("\\| `([A-Z]+)` \\| `(\\S+)` \\| (\\d{3}) \\| (\\S*) \\|");
  private static final String HEAD =
      """
      # What shows the contract

      Every documented answer of the REST API and one test that shows it. The answers are those of the
      OpenAPI document that the hub serves at `/v1.0/openapi.yaml`; every answer in every test is held
      against its schema there. The tests write this table: run them all, then the class
      `CoverageTable` of central's test sources, from the root of the sources. The build fails if an
      answer is missing here, if it has no test, or if the test that is named does not see it any
      more.

      | Method | Path | Status | Test |
      | --- | --- | --- | --- |
      """;

  private CoverageTable() {}

  /**
   * @param args none
   */
  public static void main(String[] args) {
    var rows = table(documented(), checkedIn(), noted(root()));
    write(
        root().resolve(FILE),
        HEAD + rows.stream().map(CoverageTable::line).collect(Collectors.joining()));
    rows.stream()
        .filter(row -> row.test().isEmpty())
        .forEach(row -> {
          System.err.println("no test shows " + row.answer());
        });
  }

  /** Every answer of the document, without a test. */
  static List<Row> documented() {
    return OpenApi.served().operations().stream()
        .flatMap(o -> o.statuses().stream().map(s -> new Row(o.path(), o.method(), s, "")))
        .sorted()
        .toList();
  }

  /** The rows of the table as it is; empty if there is no table yet. */
  static List<Row> checkedIn() {
    var file = root().resolve(FILE);
    return Files.exists(file)
        ? lines(file).stream()
            .map(LINE::matcher)
            .filter(m -> m.matches())
            .map(m -> new Row(m.group(2), m.group(1), Integer.parseInt(m.group(3)), m.group(4)))
            .toList()
        : List.of();
  }

  /** A test stays in the table as long as it shows the answer; a new one is the most special. */
  static List<Row> table(List<Row> documented, List<Row> before, List<Row> noted) {
    Map<String, List<String>> testsOf =
        noted.stream()
            .collect(
                Collectors.groupingBy(
                    Row::answer, Collectors.mapping(Row::test, Collectors.toList())));
    Map<String, Long> sizes =
        noted.stream().collect(Collectors.groupingBy(Row::test, Collectors.counting()));
    var kept = new TreeMap<String, String>();
    before.forEach(row -> kept.put(row.answer(), row.test()));
    var special =
        Comparator.comparing((String test) -> sizes.getOrDefault(test, 0L))
            .thenComparing(Comparator.naturalOrder());
    var rows = new ArrayList<Row>();
    for (var row : documented) {
      var tests = testsOf.getOrDefault(row.answer(), List.of());
      var old = kept.getOrDefault(row.answer(), "");
      var test = tests.contains(old) ? old : tests.stream().min(special).orElse("");
      rows.add(new Row(row.path(), row.method(), row.status(), test));
    }
    return rows;
  }

  private static String line(Row row) {
    return "| `%s` | `%s` | %d | %s |%n"
        .formatted(row.method(), row.path(), row.status(), row.test());
  }

  private static List<Row> noted(Path root) {
    try (var modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("target").resolve("contract-coverage"))
          .filter(Files::isDirectory)
          .flatMap(CoverageTable::notes)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Row> notes(Path directory) {
    try (var files = Files.list(directory)) {
      return files.flatMap(file -> lines(file).stream()).map(CoverageTable::note).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row note(String line) {
    var columns = line.split("\t", -1);
    return new Row(columns[0], columns[1], Integer.parseInt(columns[2]), columns[3]);
  }

  /** The directory of the sources, from wherever in it the tests run. */
  static Path root() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("docs")) && Files.exists(at.resolve("mvnw"))) {
        return at;
      }
    }
    throw new IllegalStateException("no sources around " + Path.of("").toAbsolutePath());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
