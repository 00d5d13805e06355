package io.murmuration.proto.canonical;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.murmuration.proto.PushBody;
import java.util.ArrayList;
import java.util.List;

/** Cuts the body of a push so that every frame stays below its bound. Stateless. */
public final class PushParts {
  /** Longest frame either side takes. */
  public static final int MAX_FRAME_BYTES = 1 << 20;

  /** Longest push, all parts together: what an agent is ready to hold in memory. */
  public static final int MAX_PUSH_BYTES = 64 << 20;

  /** Longest type and name of an item together, in UTF-8. */
  public static final int MAX_KEY_BYTES = 1024;

  /** Longest payload of one item; a longer one is refused when it is declared. */
  public static final int MAX_PAYLOAD_BYTES = MAX_FRAME_BYTES - 4096;

  /** Everything of a HubFrame around the body: attempt, kind, revisions, digest, part numbers. */
  private static final int HEADER_BYTES = 512;

  private static final int MAX_BODY_BYTES = MAX_FRAME_BYTES - HEADER_BYTES;

  private PushParts() {}

  /**
   * Encoded bodies, in order; at least one.
   *
   * @throws IllegalArgumentException if one item alone is too long for a frame, or all together for
   *     a push
   */
  public static List<ByteString> split(PushBody whole) {
    if (whole.getSerializedSize() > MAX_PUSH_BYTES) {
      throw new IllegalArgumentException(
          "push: "
              + whole.getSerializedSize()
              + " bytes (expected: at most "
              + MAX_PUSH_BYTES
              + ")");
    }
    if (whole.getSerializedSize() <= MAX_BODY_BYTES) {
      return List.of(whole.toByteString());
    }
    var parts = new ArrayList<ByteString>();
    var part = PushBody.newBuilder();
    int size = 0;
    for (var item : whole.getItemsList()) {
      int more = checked(CodedOutputStream.computeMessageSize(PushBody.ITEMS_FIELD_NUMBER, item));
      if (size + more > MAX_BODY_BYTES) {
        parts.add(part.build().toByteString());
        part.clear();
        size = 0;
      }
      part.addItems(item);
      size += more;
    }
    for (var key : whole.getDeletionsList()) {
      int more =
          checked(CodedOutputStream.computeMessageSize(PushBody.DELETIONS_FIELD_NUMBER, key));
      if (size + more > MAX_BODY_BYTES) {
        parts.add(part.build().toByteString());
        part.clear();
        size = 0;
      }
      part.addDeletions(key);
      size += more;
    }
    parts.add(part.build().toByteString());
    return List.copyOf(parts);
  }

  /** The inverse of {@link #split}. */
  public static PushBody join(List<ByteString> parts) throws InvalidProtocolBufferException {
    if (parts.size() == 1) {
      return PushBody.parseFrom(parts.getFirst());
    }
    var whole = PushBody.newBuilder();
    for (var part : parts) {
      whole.mergeFrom(part);
    }
    return whole.build();
  }

  private static int checked(int size) {
    if (size > MAX_BODY_BYTES) {
      throw new IllegalArgumentException(
          "item: " + size + " bytes encoded (expected: at most " + MAX_BODY_BYTES + ")");
    }
    return size;
  }
}
