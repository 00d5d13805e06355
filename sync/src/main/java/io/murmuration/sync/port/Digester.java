package io.murmuration.sync.port;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.resource.WantedItem;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;

/**
 * Keyed digests in two levels below the root: item → type → kind. Thread-safe; the same input gives
 * the same digest on every JVM.
 */
public interface Digester {
  /** Names the key; digests of different keys are not comparable. */
  int keyId();

  Digest item(Kind kind, ItemKey key, Payload payload);

  /** Root over item digests. */
  Digest root(Kind kind, SortedMap<ItemKey, Digest> items);

  /** One digest per resource type, for drilling down. */
  SortedMap<String, Digest> types(Kind kind, SortedMap<ItemKey, Digest> items);

  /** Root over items in any order. */
  default Digest root(Kind kind, Collection<WantedItem> items) {
    var digests = new java.util.TreeMap<ItemKey, Digest>();
    for (var item : items) {
      digests.put(item.key(), item(kind, item.key(), item.payload()));
    }
    return root(kind, digests);
  }

  /** Root over values read at a site. */
  default Digest rootOf(Kind kind, Map<ItemKey, Payload> values) {
    var digests = new java.util.TreeMap<ItemKey, Digest>();
    values.forEach((key, payload) -> digests.put(key, item(kind, key, payload)));
    return root(kind, digests);
  }
}
