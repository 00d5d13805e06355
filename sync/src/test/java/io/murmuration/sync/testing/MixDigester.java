package io.murmuration.sync.testing;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.port.Digester;
import java.util.SortedMap;
import java.util.TreeMap;

/** Cheap 256-bit digests for tests: well mixed, equal on every JVM, worthless against an enemy. */
public final class MixDigester implements Digester {
  private static final long[] SALTS = {
    0x9E3779B97F4A7C15L, 0xC2B2AE3D27D4EB4FL, 0x165667B19E3779F9L, 0xD6E8FEB86659FD93L
  };

  private final int keyId;

  public MixDigester() {
    this(1);
  }

  public MixDigester(int keyId) {
    this.keyId = keyId;
  }

  @Override
  public int keyId() {
    return keyId;
  }

  @Override
  public Digest item(Kind kind, ItemKey key, Payload payload) {
    long hash = start(kind);
    hash = text(hash, key.type());
    hash = text(hash, key.name());
    for (byte b : payload.bytes()) {
      hash = (hash ^ b) * 0x100000001B3L;
    }
    return widen(mix(hash ^ payload.size()));
  }

  @Override
  public Digest root(Kind kind, SortedMap<ItemKey, Digest> items) {
    long a = start(kind);
    long b = ~a;
    for (var digest : items.values()) {
      a = mix(a ^ digest.a());
      b = mix(b + digest.b());
    }
    return new Digest(a, b, mix(a ^ b), items.size());
  }

  @Override
  public SortedMap<String, Digest> types(Kind kind, SortedMap<ItemKey, Digest> items) {
    var byType = new TreeMap<String, SortedMap<ItemKey, Digest>>();
    items.forEach(
        (key, digest) -> byType.computeIfAbsent(key.type(), _ -> new TreeMap<>()).put(key, digest));
    var roots = new TreeMap<String, Digest>();
    byType.forEach((type, digests) -> roots.put(type, root(kind, digests)));
    return roots;
  }

  private long start(Kind kind) {
    return text(keyId * 31L + 7, kind.wireName());
  }

  private static long text(long hash, String text) {
    return mix(hash * 31 + text.hashCode());
  }

  private static Digest widen(long hash) {
    return new Digest(
        mix(hash ^ SALTS[0]), mix(hash ^ SALTS[1]), mix(hash ^ SALTS[2]), mix(hash ^ SALTS[3]));
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
