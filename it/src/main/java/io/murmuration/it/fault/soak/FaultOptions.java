package io.murmuration.it.fault.soak;

import io.murmuration.it.fault.world.WorldOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What both kinds of run can be told. */
final class FaultOptions {
  /** Agents of one farm's JVM. */
  private static final int PER_FARM = 1_500;

  private static final int FEW = 500;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Database, logs and the history; emptied first.")
  Path data = Path.of("");

  @Option(names = "--nodes", description = "Central nodes (${DEFAULT-VALUE}).")
  int nodes = 3;

  @Option(names = "--seed", description = "Draws what happens (${DEFAULT-VALUE}).")
  long seed = 1;

  WorldOptions world(int agents, Map<String, String> settings) {
    boolean few = agents <= FEW;
    return new WorldOptions(
        data,
        journals(),
        nodes,
        agents,
        Math.max(2, Math.ceilDiv(agents, PER_FARM)),
        few
            ? List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            : List.of("-Xmx1g", "-XX:+UseCompactObjectHeaders"),
        few
            ? List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            : List.of("-Xmx2g", "-XX:+UseCompactObjectHeaders"),
        settings);
  }

  /** In memory where Linux offers it: thousands of sites are thousands of disks. */
  private Path journals() {
    var memory = Path.of("/dev/shm");
    return Files.isDirectory(memory)
        ? memory.resolve("murmuration-faults-" + ProcessHandle.current().pid())
        : data.resolve("journals");
  }
}
