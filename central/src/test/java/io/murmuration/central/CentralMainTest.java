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

  @Test
  void aUserIsAddedToTheUsersFileAndMistakesAreTold() throws IOException {
    var password = Files.writeString(directory.resolve("password"), "s3cret\n").toString();
    var environment = Map.of("MURMURATION_DATA_DIR", directory.toString());
    var add = new String[] {"user", "add", "ann", "--roles", "reader", "--password-file", password};
    assertThat(run(environment, add)).isZero();
    assertThat(Files.readString(directory.resolve("users.yaml")))
        .contains("name: ann", "{admin: [reader]}", "$2b$")
        .doesNotContain("s3cret");
    assertThat(run(environment, add)).isEqualTo(2);
    assertThat(err.toString()).contains("each user once").doesNotContain("s3cret", "$2b$");
    assertThat(run(environment, "user", "hash", "--password-file", password)).isZero();
    assertThat(out.toString()).contains("$2b$10$");
    var empty = Files.writeString(directory.resolve("empty"), "").toString();
    assertThat(run(environment, "user", "hash", "--password-file", empty)).isEqualTo(2);
    assertThat(run(environment, "user", "--help")).isZero();
    assertThat(out.toString()).contains("central user add alice");
  }
}
