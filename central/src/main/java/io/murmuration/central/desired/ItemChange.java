package io.murmuration.central.desired;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.Presence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How one item of a scope differs between two states; null means that the scope said nothing. */
record ItemChange(
    Kind kind, ItemKey key, @Nullable DeclaredItem before, @Nullable DeclaredItem after) {

  /** What differs between two states of a scope, by key. A removed item counts as nothing said. */
  static List<ItemChange> between(Collection<StoredItem> before, Collection<StoredItem> after) {
    var old = new TreeMap<ItemKey, DeclaredItem>();
    var now = new TreeMap<ItemKey, DeclaredItem>();
    before.forEach(item -> put(old, item));
    after.forEach(item -> put(now, item));
    var keys = new TreeMap<ItemKey, DeclaredItem>(old);
    keys.putAll(now);
    var changes = new ArrayList<ItemChange>();
    keys.forEach((key, any) -> {
      var was = old.get(key);
      var is = now.get(key);
      if (was == null || !was.equals(is)) {
        changes.add(new ItemChange(any.kind(), key, was, is));
      }
    });
    return changes;
  }

  private static void put(TreeMap<ItemKey, DeclaredItem> into, StoredItem item) {
    if (item.presence() != Presence.REMOVED) {
      into.put(item.key(), item.asDeclared());
    }
  }

  /** What a declaration would change, by key. */
  static List<ItemChange> by(Collection<StoredItem> current, List<DeclaredItem> declared) {
    var old = new TreeMap<ItemKey, DeclaredItem>();
    current.forEach(item -> put(old, item));
    var changes = new ArrayList<ItemChange>();
    for (var item : declared) {
      var was = old.get(item.key());
      var is = item.presence() == Presence.REMOVED ? null : item;
      if (was == null ? is != null : !was.equals(is)) {
        changes.add(new ItemChange(item.kind(), item.key(), was, is));
      }
    }
    return changes;
  }

  /** The declaration that makes this change. */
  DeclaredItem declared() {
    return after != null ? after : new DeclaredItem(kind, key, Presence.REMOVED, "");
  }
}
