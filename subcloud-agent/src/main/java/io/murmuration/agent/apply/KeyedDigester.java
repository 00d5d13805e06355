package io.murmuration.agent.apply;

import io.murmuration.proto.canonical.CanonicalDigest;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.port.Digester;
import java.util.SortedMap;
import java.util.TreeMap;

/** The core's digests by the protocol's {@link CanonicalDigest}. Thread-safe. */
public record KeyedDigester(CanonicalDigest canonical) implements Digester {
  @Override
  public int keyId() {
    return canonical.keyId();
  }

  @Override
  public Digest item(Kind kind, ItemKey key, Payload payload) {
    return Digest.of(canonical.item(kind.wireName(), key.type(), key.name(), payload.bytes()));
  }

  @Override
  public SortedMap<String, Digest> types(Kind kind, SortedMap<ItemKey, Digest> items) {
    var byType = new TreeMap<String, SortedMap<String, byte[]>>();
    items.forEach((key, digest) ->
        byType.computeIfAbsent(key.type(), _ -> new TreeMap<>()).put(key.name(), digest.bytes()));
    var types = new TreeMap<String, Digest>();
    byType.forEach(
        (type, names) -> types.put(type, Digest.of(canonical.type(kind.wireName(), type, names))));
    return types;
  }

  @Override
  public Digest root(Kind kind, SortedMap<ItemKey, Digest> items) {
    var types = new TreeMap<String, byte[]>();
    types(kind, items).forEach((type, digest) -> types.put(type, digest.bytes()));
    return Digest.of(canonical.root(kind.wireName(), types));
  }
}
