package io.murmuration.central.gateway;

import io.murmuration.central.cluster.Directory;
import io.murmuration.sync.model.SubcloudId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects who came and who left, for the directory, which wants bulk calls off the event loops.
 * Thread-safe; at most one entry per subcloud waits.
 */
final class Presence {
  private final Directory directory;
  private final Map<SubcloudId, Boolean> news = new LinkedHashMap<>();

  Presence(Directory directory) {
    this.directory = directory;
  }

  synchronized void held(SubcloudId id) {
    news.put(id, true);
  }

  synchronized void left(SubcloudId id) {
    news.put(id, false);
  }

  /** Blocks as long as the directory does: not for event loops. */
  void flush() {
    List<SubcloudId> held = new ArrayList<>();
    List<SubcloudId> left = new ArrayList<>();
    synchronized (this) {
      news.forEach((id, here) -> (here ? held : left).add(id));
      news.clear();
    }
    if (!held.isEmpty()) {
      directory.held(held);
    }
    if (!left.isEmpty()) {
      directory.left(left);
    }
  }
}
