package io.murmuration.agent.apply;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.murmuration.proto.PushBody;
import io.murmuration.proto.canonical.CanonicalDigest;
import io.murmuration.proto.canonical.PushParts;
import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.port.Digester;
import java.util.ArrayList;
import java.util.List;

/**
 * What need not be computed twice in a process: parsed push bodies and digests, by content. For the
 * thousands of agents of a farm that get equal pushes, and for one agent that gets the same again.
 * Thread-safe.
 */
public final class SharedWork {
  private static final long BODY_BYTES = 16L << 20;
  private static final int KEYS = 8;

  private record DigestKey(int keyId, int fieldSet, ByteString key) {
    /** Never the key. */
    @Override
    public String toString() {
      return "digest key " + keyId;
    }
  }

  private final GenerationCache<DigestKey, Digester> digesters = new GenerationCache<>(KEYS);
  private final GenerationCache<ByteString, PushContents> bodies =
      new GenerationCache<>(BODY_BYTES);

  /** See {@link CanonicalDigest} for what a key and a field set must be. */
  public Digester digester(int keyId, int fieldSet, ByteString key) {
    return digesters.get(
        new DigestKey(keyId, fieldSet, key),
        1,
        known ->
            new CachingDigester(
                new KeyedDigester(
                    new CanonicalDigest(known.keyId, known.fieldSet, known.key.toByteArray()))));
  }

  /**
   * The items and deletions of all parts.
   *
   * @throws InvalidPushException if the bytes are no push body; the message says why
   */
  public PushContents contents(List<ByteString> parts) throws InvalidPushException {
    try {
      return parts.size() > 1
          ? parse(PushParts.join(parts))
          : bodies.get(parts.getFirst(), parts.getFirst().size() + 1L, SharedWork::parse);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidPushException(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new InvalidPushException(e.getMessage());
    }
  }

  private static PushContents parse(ByteString body) {
    try {
      return parse(PushBody.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static PushContents parse(PushBody body) {
    var items = new ArrayList<PushOrder.Entry>(body.getItemsCount());
    for (var item : body.getItemsList()) {
      items.add(
          new PushOrder.Entry(key(item.getKey()), Payload.of(item.getPayload().toByteArray())));
    }
    return new PushContents(items, body.getDeletionsList().stream().map(SharedWork::key).toList());
  }

  private static ItemKey key(io.murmuration.proto.ItemKey key) {
    return new ItemKey(key.getType(), key.getName());
  }
}
