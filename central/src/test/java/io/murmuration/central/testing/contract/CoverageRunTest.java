package io.murmuration.central.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.testing.contract.Coverage.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageRunTest {
  private static final Class<?> THIS = CoverageRunTest.class;
  private static final Row OURS = row("CoverageRunTest#aTest");
  private static final Row OF_ANOTHER = row("OtherTest#aTest");

  @TempDir private Path directory;

  @Test
  void aClassThatRanWholeIsHeldToItsRowsOnly() {
    assertThatThrownBy(whole(Set.of())::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /x 200 by CoverageRunTest#aTest")
        .hasMessageNotContaining("OtherTest");
    assertThatCode(whole(Set.of(OURS))::close).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aClassThatRanWholeIsHeldToItsRowsOnly", "aClassOfWhichPartRanIsNot"})
  void aClassOfWhichPartRanIsNot(String only) {
    var run = run(Set.of());
    run.passed(THIS, only);
    assertThatCode(run::close).doesNotThrowAnyException();
  }

  @Test
  void aClassThatFailedIsNot() {
    var run = whole(Set.of());
    run.failed(THIS);
    assertThatCode(run::close).doesNotThrowAnyException();
  }

  @Test
  void aClassThatRanWholeLeavesANote() throws IOException {
    try (var run = run(Set.of(OURS))) {
      run.passed(THIS, "aClassThatRanWholeLeavesANote");
    }
    assertThat(directory).isEmptyDirectory();
    whole(Set.of(OURS)).close();
    assertThat(directory.resolve("CoverageRunTest.tsv"))
        .hasContent("/x\tGET\t200\tCoverageRunTest#aTest");
  }

  private CoverageRun whole(Set<Row> seen) {
    var run = run(seen);
    CoverageRun.testMethods(THIS).forEach(method -> run.passed(THIS, method));
    return run;
  }

  private CoverageRun run(Set<Row> seen) {
    return new CoverageRun(List.of(OURS, OF_ANOTHER), _ -> seen, directory);
  }

  private static Row row(String test) {
    return new Row("/x", "GET", 200, test);
  }
}
