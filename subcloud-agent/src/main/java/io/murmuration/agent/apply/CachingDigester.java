package io.murmuration.agent.apply;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.port.Digester;
import java.util.Map;
import java.util.SortedMap;

/**
 * Remembers digests by content: a push asks for each several times (announced, compared, read
 * back), and most audits find what was there before. Thread-safe.
 */
final class CachingDigester implements Digester {
  private static final long ITEM_BYTES = 16L << 20;
  private static final long ROOT_ENTRIES = 1L << 16;
  private static final int ENTRY_BYTES = 200;

  private record ItemContent(Kind kind, ItemKey key, Payload payload) {}

  private record RootContent(Kind kind, Map<ItemKey, Digest> items) {}

  private final Digester digester;
  private final GenerationCache<ItemContent, Digest> items = new GenerationCache<>(ITEM_BYTES);
  private final GenerationCache<RootContent, Digest> roots = new GenerationCache<>(ROOT_ENTRIES);

  CachingDigester(Digester digester) {
    this.digester = digester;
  }

  @Override
  public int keyId() {
    return digester.keyId();
  }

  @Override
  public Digest item(Kind kind, ItemKey key, Payload payload) {
    return items.get(
        new ItemContent(kind, key, payload),
        payload.size() + ENTRY_BYTES,
        content -> digester.item(content.kind, content.key, content.payload));
  }

  @Override
  public Digest root(Kind kind, SortedMap<ItemKey, Digest> digests) {
    // The caller does not change the map afterwards: the machine hands out what it made.
    return roots.get(
        new RootContent(kind, digests), digests.size() + 1, _ -> digester.root(kind, digests));
  }

  @Override
  public SortedMap<String, Digest> types(Kind kind, SortedMap<ItemKey, Digest> digests) {
    return digester.types(kind, digests);
  }
}
