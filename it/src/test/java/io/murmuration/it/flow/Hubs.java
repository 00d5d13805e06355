package io.murmuration.it.flow;

import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Central nodes and farms that start fast: these tests start many, and measure nothing. */
final class Hubs {
  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  /** The classes as a node has loaded them: it halves the work of a start. */
  private static final Path CLASSES = Path.of("target", "central.jsa");

  private Hubs() {}

  /** A JVM writes the archive when it ends in peace; those of the tests are mostly killed. */
  private static synchronized List<String> nodeJvm(Path dir) {
    var jvm = new ArrayList<>(JVM);
    jvm.add("-XX:+AutoCreateSharedArchive");
    jvm.add("-XX:SharedArchiveFile=" + CLASSES.toAbsolutePath());
    if (Files.notExists(CLASSES)) {
      HubProcess.start(dir.resolve("first-of-all"), jvm, Map.of()).close();
    }
    return jvm;
  }

  /**
   * @param environment configuration besides the addresses
   */
  static HubProcess start(Path dir, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>();
    all.put("MURMURATION_LOG_LEVEL", "warn");
    all.put("MURMURATION_AGENTS_WARM_UP", "0s");
    all.put("MURMURATION_SYNC_AUDIT_PERIOD", "1h");
    all.putAll(environment);
    return HubProcess.start(dir, nodeJvm(dir), all);
  }

  /** A farm for {@code edge-FROM} to {@code edge-TO}, whose records must exist. */
  static FarmProcess farm(HubProcess hub, String name, int from, int to) {
    var dir = hub.dir();
    Fleet.tokens(hub.rest(), from, to, dir.resolve(name + ".tokens"), dir.resolve("trust.pem"));
    return FarmProcess.start(
        hub,
        dir.resolve(name),
        dir.resolve(name + ".tokens"),
        dir.resolve("trust.pem"),
        JVM,
        List.of("--longest-delay", "1"));
  }
}
