package io.murmuration.it.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where benchmarks of fleets leave what they make. */
final class BenchOptions {
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
