package io.murmuration.agent.site.simulated;

import io.murmuration.agent.site.SoftwareStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Takes releases and remembers the names of their files: {@code <release id>.patch} or {@code
 * <release id>.iso} is that release. Thread-safe.
 */
public final class SimulatedSoftware implements SoftwareStore {
  private final Map<String, Integer> loads = new HashMap<>();

  @Override
  public synchronized Presence presence(String releaseId) {
    return loads.containsKey(releaseId) ? new Presence.Present("available") : new Presence.Absent();
  }

  @Override
  public synchronized Load load(SortedMap<String, Path> files) {
    for (var file : files.entrySet()) {
      if (!Files.isRegularFile(file.getValue())) {
        return new Load.Refused(file.getKey() + " is not there");
      }
      loads.merge(file.getKey().replaceFirst("\\.(patch|iso)$", ""), 1, Integer::sum);
    }
    return new Load.Accepted("loaded " + files.keySet());
  }

  /** How often files of the release were given. */
  public synchronized int loads(String releaseId) {
    return loads.getOrDefault(releaseId, 0);
  }
}
