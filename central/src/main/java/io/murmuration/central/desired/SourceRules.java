package io.murmuration.central.desired;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.resource.Presence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a snapshot changes, and whether that needs a second look. Pure.
 *
 * <p>A source that sees less than there is (an empty database, a restored one, a wrong address)
 * looks just like one where much was deleted, and would take it from every site.
 */
final class SourceRules {
  /** So many deletions of a type at once are never asked about, unless it is all of them. */
  private static final int FEW = 5;

  /** Above {@code 1 / SHARE} of a type's items, deletions are asked about. */
  private static final int SHARE = 20;

  private SourceRules() {}

  /**
   * @param current what the scope says of the kind
   */
  static List<ItemChange> changes(Collection<StoredItem> current, SourceSnapshot snapshot) {
    var said = new ArrayList<DeclaredItem>();
    snapshot
        .items()
        .forEach((key, payload) ->
            said.add(new DeclaredItem(snapshot.kind(), key, Presence.PRESENT, payload.text())));
    for (var item : own(current, snapshot)) {
      if (!snapshot.items().containsKey(item.key())) {
        said.add(new DeclaredItem(snapshot.kind(), item.key(), Presence.REMOVED, ""));
      }
    }
    return ItemChange.by(own(current, snapshot), said);
  }

  /** Keys whose deletion waits for an operator, by key; empty if nothing does. */
  static List<ItemKey> surprising(Collection<StoredItem> current, SourceSnapshot snapshot) {
    var known = new TreeMap<String, Integer>();
    var going = new TreeMap<String, TreeSet<ItemKey>>();
    for (var item : own(current, snapshot)) {
      var type = item.key().type();
      known.merge(type, 1, Integer::sum);
      if (!snapshot.items().containsKey(item.key()) && !snapshot.fading().contains(type)) {
        going.computeIfAbsent(type, _ -> new TreeSet<>()).add(item.key());
      }
    }
    var surprising = new ArrayList<ItemKey>();
    going.forEach((type, keys) -> {
      int all = known.getOrDefault(type, 0);
      if (keys.size() == all || (keys.size() > FEW && keys.size() > all / SHARE)) {
        surprising.addAll(keys);
      }
    });
    return surprising;
  }

  private static List<StoredItem> own(Collection<StoredItem> current, SourceSnapshot snapshot) {
    return current.stream()
        .filter(item -> item.kind() == snapshot.kind())
        .filter(item -> snapshot.types().contains(item.key().type()))
        .filter(item -> item.presence() == Presence.PRESENT)
        .toList();
  }
}
