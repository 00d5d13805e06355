package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That {@code deploy/systemd} is what systemd, and the programs, understand. */
class SystemdUnitsTest {
  private static final Path UNITS = Path.of("../deploy/systemd");
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final Path EXAMPLE = Path.of("../deploy/examples/central.yaml");

  @TempDir private Path directory;

  static Stream<Path> units() throws IOException {
    try (var files = Files.list(UNITS)) {
      return files.sorted().toList().stream();
    }
  }

  /** The programs are not installed where this is built: the units name another one meanwhile. */
  @Test
  void systemdAcceptsEveryUnit() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(ANALYZE), "SKIPPED: there is no " + ANALYZE + " here");
    var command = new ArrayList<>(List.of(ANALYZE.toString(), "verify", "--man=no"));
    for (var unit : units().toList()) {
      var text = Files.readString(unit).replaceAll("(?m)^ExecStart=\\S+", "ExecStart=/bin/true");
      command.add(Files.writeString(directory.resolve(unit.getFileName()), text).toString());
    }
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.contains("murmuration-"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("units")
  void everyUnitComesBackAndMayDoNothingThatItNeedNot(Path unit) throws IOException {
    assertThat(Files.readAllLines(unit))
        .contains(
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "ProtectSystem=strict",
            "ProtectHome=yes",
            "PrivateTmp=yes",
            "RestrictSUIDSGID=yes",
            "SystemCallFilter=@system-service",
            "UMask=0077",
            "Restart=always",
            "RestartPreventExitStatus=2",
            "SuccessExitStatus=143")
        .anyMatch(line -> line.startsWith("User=murmuration"))
        .anyMatch(line -> line.startsWith("LimitNOFILE="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecStart=/usr/lib/murmuration/bin/central run --config /etc/murmuration/central.yaml",
        "ExecStart=/usr/lib/murmuration/bin/agent run --config /etc/murmuration/agent.properties",
        "ExecStart=/usr/lib/murmuration/bin/agent host --config /etc/murmuration/hosted.properties",
      })
  void unitsStartWhatTheInstallationHas(String start) throws IOException {
    assertThat(units().filter(unit -> lines(unit).contains(start))).hasSize(1);
    assertThat(Path.of("../deploy/install.sh"))
        .content()
        .contains("\"$to/bin/" + (start.contains("bin/central") ? "central" : "agent") + "\"");
  }

  @Test
  void aNodeAcceptsTheExampleAndMayWriteWhereItPoints() throws IOException {
    var password = Files.writeString(directory.resolve("password"), "secret\n");
    var yaml =
        Files.readString(EXAMPLE)
            .replace("/etc/murmuration/database-password", password.toString());
    CentralConfig config =
        switch (CentralConfig.parse(yaml, Map.of())) {
          case CentralConfig.Loaded.Valid(var valid) -> valid;
          case CentralConfig.Loaded.Invalid(var problems) -> fail("invalid: " + problems);
        };
    var unit = lines(UNITS.resolve("murmuration-central.service"));
    var states =
        unit.stream()
            .filter(line -> line.startsWith("StateDirectory="))
            .flatMap(line -> Stream.of(line.split("=")[1].split(" ")))
            .map(name -> "/var/lib/" + name)
            .toList();
    assertThat(states)
        .containsExactlyInAnyOrder(
            config.node().data().toString(), config.releases().directory().toString());
    var stop =
        unit.stream()
            .filter(line -> line.startsWith("TimeoutStopSec="))
            .map(line -> Duration.ofSeconds(Long.parseLong(line.split("=")[1])))
            .findFirst()
            .orElseThrow();
    assertThat(stop).isGreaterThanOrEqualTo(config.agents().drain().plusSeconds(30));
  }

  private static List<String> lines(Path unit) {
    try {
      return Files.readAllLines(unit);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
