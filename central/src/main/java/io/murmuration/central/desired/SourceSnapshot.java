package io.murmuration.central.desired;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.resource.Scope;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that one source at the centre says shall be, of some types of one kind at one scope.
 * Whoever cannot read all of it has no snapshot: what is missing in one is to be deleted.
 *
 * @param source its name, for operators: {@code keystone}
 * @param types what the source speaks for; items of other types are not looked at
 * @param fading those of {@code types} whose items end by themselves: their going is no surprise
 * @param items canonical JSON by key
 */
public record SourceSnapshot(
    String source,
    Scope scope,
    Kind kind,
    Set<String> types,
    Set<String> fading,
    SortedMap<ItemKey, Payload> items) {

  public SourceSnapshot {
    types = Set.copyOf(types);
    fading = Set.copyOf(fading);
    items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
    for (var key : items.keySet()) {
      if (!types.contains(key.type())) {
        throw new IllegalArgumentException("snapshot of " + source + ": " + key + " of no type");
      }
    }
  }

  /** Without the payloads. */
  @Override
  public String toString() {
    return source + " " + kind + " " + types + ": " + items.size() + " items";
  }
}
