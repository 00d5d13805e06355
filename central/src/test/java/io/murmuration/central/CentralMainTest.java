package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CentralMainTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Map<String, String> environment, String... arguments) {
    return CentralMain.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("central.yaml"), yaml).toString();
  }

  @Test
  void aValidConfigurationIsCalledValid() throws IOException {
    assertThat(run(Map.of(), "--check-config", "--config", file("rest.port: 1"))).isZero();
    assertThat(out).hasToString("configuration is valid" + System.lineSeparator());
  }

  @Test
  void anInvalidOneIsRefusedWithEveryMistakeAlsoWhenAskedToRun() throws IOException {
    var file = file("rest.port: x\nsync.lanes: y\n");
    assertThat(run(Map.of(), "--check-config", "--config", file)).isEqualTo(2);
    assertThat(run(Map.of(CentralConfig.FILE_VARIABLE, file), "run")).isEqualTo(2);
    assertThat(err.toString()).contains("2 mistakes", "line 1: rest.port: x", "line 2: sync.lanes");
  }

  @Test
  void aMissingFileIsAMistake() {
    assertThat(run(Map.of(), "--check-config", "--config", directory + "/none")).isEqualTo(2);
    assertThat(err.toString()).contains("/none (expected: a readable file");
  }

  @Test
  void helpShowsExamplesAndNothingAtAllShowsHelp() {
    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(out.toString()).contains("Examples:", "central run --config");
    assertThat(run(Map.of())).isEqualTo(2);
    assertThat(err.toString()).contains("Examples:");
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(out.toString()).contains("central " + Version.TEXT);
    assertThat(Version.TEXT).matches("\\d+\\.\\d+\\.\\d+.*");
  }
}
