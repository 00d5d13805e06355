package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.KindSite;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What sysinv keeps: each resource type has an applier of its own, called one after the other. */
final class PlatformSite implements KindSite {
  private final SortedMap<String, Applier> appliers = new TreeMap<>();

  PlatformSite(List<Applier> appliers) {
    appliers.forEach(applier -> this.appliers.put(applier.type(), applier));
  }

  @Override
  public Kind kind() {
    return Kind.PLATFORM;
  }

  @Override
  public SortedSet<String> types() {
    return new TreeSet<>(appliers.keySet());
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys, boolean bypassCache) {
    var values = new TreeMap<ItemKey, Payload>();
    for (var byType : byType(keys).entrySet()) {
      var applier = appliers.get(byType.getKey());
      if (applier == null) {
        continue;
      }
      switch (applier.read(byType.getValue())) {
        case SiteReading.Values(var read) -> values.putAll(read);
        case SiteReading.Failed failed -> {
          return failed;
        }
      }
    }
    return new SiteReading.Values(values);
  }

  private static SortedMap<String, SortedSet<ItemKey>> byType(SortedSet<ItemKey> keys) {
    var byType = new TreeMap<String, SortedSet<ItemKey>>();
    for (var key : keys) {
      byType.computeIfAbsent(key.type(), _ -> new TreeSet<>()).add(key);
    }
    return byType;
  }

  @Override
  public List<SiteResult> write(List<SiteWrite> writes) {
    var leaving = new HashSet<ItemKey>();
    for (var write : writes) {
      if (write instanceof SiteWrite.Delete(var key)) {
        leaving.add(key);
      }
    }
    var results = new ArrayList<SiteResult>(writes.size());
    for (var write : writes) {
      results.add(write(write, leaving));
    }
    putIntoForce(writes, results);
    return results;
  }

  /** Once per type, however many of its items were written. */
  private void putIntoForce(List<SiteWrite> writes, List<SiteResult> results) {
    var types = new LinkedHashSet<String>();
    writes.forEach(write -> types.add(write.key().type()));
    var unfinished = new HashSet<ItemKey>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof SiteResult.Deferred) {
        unfinished.add(writes.get(i).key());
      }
    }
    var failed = new TreeMap<ItemKey, SiteResult>();
    for (var type : types) {
      var applier = appliers.get(type);
      if (applier != null) {
        failed.putAll(applier.putIntoForce(unfinished));
      }
    }
    for (int i = 0; i < results.size(); i++) {
      var failure = failed.get(writes.get(i).key());
      if (failure != null && isDone(results.get(i))) {
        results.set(i, failure);
      }
    }
  }

  private static boolean isDone(SiteResult result) {
    return switch (result) {
      case SiteResult.Applied _, SiteResult.Reset _ -> true;
      case SiteResult.Refused _, SiteResult.Lacking _, SiteResult.Deferred _ -> false;
    };
  }

  private SiteResult write(SiteWrite write, Set<ItemKey> leaving) {
    var applier = appliers.get(write.key().type());
    if (applier == null) {
      return StarlingXSite.unsupported(kind(), write);
    }
    return switch (write) {
      case SiteWrite.Upsert(var key, var payload) -> applier.upsert(key, payload, leaving);
      case SiteWrite.Delete(var key) -> applier.delete(key);
    };
  }

  /** Nothing of its own is open. */
  @Override
  public void close() {}
}
