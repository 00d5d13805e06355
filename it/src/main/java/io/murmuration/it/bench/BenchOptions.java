package io.murmuration.it.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all benchmarks can be told. */
final class BenchOptions {
  @Option(
      names = "--subclouds",
      paramLabel = "N",
      description = "Subclouds, each with its own agent and connection (${DEFAULT-VALUE}).")
  int subclouds = 2000;

  @Option(names = "--rounds", paramLabel = "R", description = "Measured rounds (${DEFAULT-VALUE}).")
  int rounds = 20;

  @Option(
      names = "--warm-up",
      paramLabel = "R",
      description =
          "Rounds before, not counted: until then the compiler takes a good part of two cores (${DEFAULT-VALUE}).")
  int warmUp = 60;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Database and logs, on a real disk; emptied first.")
  Path data = Path.of("");

  @Option(names = "--json", paramLabel = "FILE", description = "Where to write the figures.")
  @Nullable Path json;

  /** In memory where Linux offers it; see {@link Bed}. */
  Path journals() {
    var memory = Path.of("/dev/shm");
    return Files.isDirectory(memory)
        ? memory.resolve("murmuration-bench-" + ProcessHandle.current().pid())
        : data.resolve("journals");
  }
}
