package io.murmuration.central.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.testing.contract.Coverage.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/contract-coverage.md} is what the document and the tests say. That a named test sees
 * its answer, {@link CoverageExtension} checks whenever the test runs.
 */
class CoverageTableTest {
  @Test
  void theTableHasEveryDocumentedAnswerAndNoOther() {
    assertThat(CoverageTable.checkedIn().stream().map(Row::answer))
        .isEqualTo(CoverageTable.documented().stream().map(Row::answer).toList());
  }

  @Test
  void everyAnswerHasATestThatExists() {
    var sources = sources();
    for (var row : CoverageTable.checkedIn()) {
      assertThat(row.test()).as("the test that shows %s", row.answer()).isNotEmpty();
      var names = row.test().split("#", -1);
      assertThat(sources).as(row.answer()).containsKey(names[0]);
      assertThat(sources.get(names[0])).as(row.answer()).contains("void " + names[1] + "(");
    }
  }

  @Test
  void aTestStaysAsLongAsItShowsTheAnswerAndTheMostSpecialOneComesNew() {
    var documented = List.of(row(200, ""), row(404, ""), row(503, ""));
    var before = List.of(row(200, "A#old"), row(404, "A#gone"));
    var noted = List.of(row(200, "A#old"), row(200, "B#all"), row(404, "B#all"), row(404, "C#one"));

    assertThat(CoverageTable.table(documented, before, noted))
        .containsExactly(row(200, "A#old"), row(404, "C#one"), row(503, ""));
  }

  private static Row row(int status, String test) {
    return new Row("/x", "GET", status, test);
  }

  /** The text of each test class of all modules, by simple name. */
  private static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (var module : List.of("central", "it")) {
      var directory = CoverageTable.root().resolve(module).resolve("src/test/java");
      try (var files = Files.walk(directory)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> sources.put(simpleName(file), text(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }

  private static String simpleName(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
