package io.murmuration.sync.resource;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.port.Digester;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lays scopes over each other. Pure. */
public final class Fold {
  private Fold() {}

  /**
   * The wanted set of a subcloud.
   *
   * @param scopes from the farthest (fleet) to the nearest (subcloud)
   * @param former scopes the subcloud was once in: they add deletions, never items
   */
  public static WantedSet fold(
      Kind kind, List<ScopeItems> scopes, List<ScopeItems> former, Digester digester) {
    var entries = new TreeMap<ItemKey, Entry>();
    var revision = Revision.NONE;
    var fullBefore = Revision.NONE;
    for (var scope : scopes) {
      revision = revision.max(scope.head());
      fullBefore = fullBefore.max(scope.rescoped());
      scope.versions().values().forEach(v -> entries.merge(v.key(), Entry.of(v), Entry::nearer));
    }
    for (var scope : former) {
      for (var version : scope.versions().values()) {
        entries.putIfAbsent(version.key(), new Entry(null, version.revision()));
      }
    }
    var items = new ArrayList<WantedItem>();
    var deletions = new ArrayList<Deletion>();
    entries.forEach((key, entry) -> {
      var said = entry.said;
      if (said != null && said.presence() == Presence.PRESENT) {
        items.add(new WantedItem(key, said.payload(), entry.changed));
      } else {
        deletions.add(new Deletion(key, entry.changed));
      }
    });
    return new WantedSet(kind, revision, fullBefore, items, deletions, digester.root(kind, items));
  }

  /**
   * @param said the nearest opinion, or null if every scope only removed its own
   * @param changed newest revision of any opinion or removal: a nearer removal uncovers a farther
   *     item that a site with a newer held revision never saw
   */
  private record Entry(@Nullable ItemVersion said, Revision changed) {
    static Entry of(ItemVersion version) {
      boolean opinion = version.presence() != Presence.REMOVED;
      return new Entry(opinion ? version : null, version.revision());
    }

    Entry nearer(Entry near) {
      return new Entry(near.said != null ? near.said : said, changed.max(near.changed));
    }
  }
}
