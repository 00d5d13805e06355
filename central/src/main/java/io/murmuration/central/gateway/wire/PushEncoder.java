package io.murmuration.central.gateway.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.murmuration.proto.Item;
import io.murmuration.proto.ItemKey;
import io.murmuration.proto.PushBody;
import io.murmuration.proto.canonical.PushParts;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.PushContent;
import io.murmuration.sync.resource.WantedSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes what a push carries, once for all subclouds that share the wanted set and hold the same
 * revision. One per lane; touched by the lane's owner only.
 *
 * <p>Sets are told apart by identity, which is cheap and exact: the image gives the same object for
 * the same scopes. Entries live for seconds, because payloads may be secret and a change spreads in
 * less.
 */
public final class PushEncoder {
  private static final long MAX_BYTES = 64 << 20;
  private static final int MAX_ENTRIES = 4096;
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final Map<Key, Encoded> cache = new LinkedHashMap<>();
  private long bytes;

  /** Parts of a body, in order, with the revision they start from. */
  public record Body(Revision from, boolean full, List<ByteString> parts, int size) {
    static Body of(Revision from, boolean full, List<ByteString> parts) {
      // once per body, not once per subcloud
      return new Body(from, full, parts, parts.stream().mapToInt(ByteString::size).sum());
    }
  }

  private record Encoded(Body body, long atNanos) {}

  private static final class Key {
    private final WantedSet wanted;
    private final long from;
    private final boolean full;

    Key(WantedSet wanted, Revision from, boolean full) {
      this.wanted = wanted;
      this.from = from.number();
      this.full = full;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same object for the same scopes; see the class
    public boolean equals(Object other) {
      return other instanceof Key that
          && wanted == that.wanted
          && from == that.from
          && full == that.full;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(wanted) * 31 + Long.hashCode(from) + (full ? 1 : 0);
    }
  }

  /**
   * @param from what the site holds
   * @param full send everything, whatever the site holds
   */
  public Body body(WantedSet wanted, Revision from, boolean full, long nowNanos) {
    forgetOld(nowNanos);
    var key = new Key(wanted, from, full);
    var known = cache.get(key);
    if (known != null) {
      return known.body;
    }
    var content = full ? PushContent.full(wanted) : PushContent.since(wanted, from);
    var body = Body.of(content.from(), content.full(), PushParts.split(encode(content)));
    bytes += body.size();
    while (cache.size() >= MAX_ENTRIES || (bytes > MAX_BYTES && !cache.isEmpty())) {
      forgetOldest();
    }
    cache.put(key, new Encoded(body, nowNanos));
    return body;
  }

  /** Entries are in the order they were made. */
  public void forgetOld(long nowNanos) {
    while (!cache.isEmpty()
        && nowNanos - cache.values().iterator().next().atNanos > KEPT.toNanos()) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    var oldest = cache.values().iterator();
    bytes -= oldest.next().body.size();
    oldest.remove();
  }

  int size() {
    return cache.size();
  }

  private static PushBody encode(PushContent content) {
    var body = PushBody.newBuilder();
    for (var item : content.items()) {
      body.addItems(
          Item.newBuilder()
              .setKey(key(item.key()))
              .setPayload(UnsafeByteOperations.unsafeWrap(item.payload().bytes()))
              .setRevision(item.changed().number()));
    }
    content.deletions().forEach(deletion -> body.addDeletions(key(deletion)));
    return body.build();
  }

  private static ItemKey key(io.murmuration.sync.model.ItemKey key) {
    return ItemKey.newBuilder().setType(key.type()).setName(key.name()).build();
  }
}
