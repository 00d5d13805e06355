package io.murmuration.central.certificate;

import io.murmuration.proto.canonical.CanonicalDigest;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.port.Digester;
import java.util.SortedMap;
import java.util.TreeMap;

/** The core's port over the protocol's digests, which the agents compute too. Thread-safe. */
record KeyedDigester(CanonicalDigest canonical) implements Digester {
  @Override
  public int keyId() {
    return canonical.keyId();
  }

  @Override
  public Digest item(Kind kind, ItemKey key, Payload payload) {
    return Digest.of(canonical.item(kind.wireName(), key.type(), key.name(), payload.bytes()));
  }

  @Override
  public Digest root(Kind kind, SortedMap<ItemKey, Digest> items) {
    return Digest.of(canonical.root(kind.wireName(), typeBytes(kind, items)));
  }

  @Override
  public SortedMap<String, Digest> types(Kind kind, SortedMap<ItemKey, Digest> items) {
    var types = new TreeMap<String, Digest>();
    typeBytes(kind, items).forEach((type, bytes) -> types.put(type, Digest.of(bytes)));
    return types;
  }

  private SortedMap<String, byte[]> typeBytes(Kind kind, SortedMap<ItemKey, Digest> items) {
    var named = new TreeMap<String, SortedMap<String, byte[]>>();
    items.forEach((key, digest) ->
        named.computeIfAbsent(key.type(), _ -> new TreeMap<>()).put(key.name(), digest.bytes()));
    var types = new TreeMap<String, byte[]>();
    named.forEach((type, byName) -> types.put(type, canonical.type(kind.wireName(), type, byName)));
    return types;
  }
}
