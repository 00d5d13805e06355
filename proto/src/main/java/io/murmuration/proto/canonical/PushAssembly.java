package io.murmuration.proto.canonical;

import com.google.protobuf.ByteString;
import io.murmuration.proto.Push;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of pushes of one kind on one stream. Parts come in order; part 0 starts a new
 * push and drops an unfinished one, which the hub has given up. Confined to one thread.
 */
public final class PushAssembly {
  private @Nullable Push first;
  private final List<ByteString> bodies = new ArrayList<>();
  private long bytes;

  /** What a part led to. */
  public sealed interface Outcome {
    /** More parts must come. */
    record Incomplete() implements Outcome {}

    /**
     * @param header of the first part; its body is only the first of {@code bodies}
     */
    record Complete(Push header, List<ByteString> bodies) implements Outcome {
      public Complete {
        bodies = List.copyOf(bodies);
      }
    }

    /** The push is lost as a whole; {@code why} is fit for the hub's operator. */
    record Broken(long attempt, String why) implements Outcome {}
  }

  private static final Outcome INCOMPLETE = new Outcome.Incomplete();

  public Outcome add(Push part) {
    if (part.getPart() == 0) {
      clear();
      if (part.getParts() <= 1) {
        return new Outcome.Complete(part, List.of(part.getBody()));
      }
      first = part;
    }
    var head = first;
    var why = head == null ? "its first part is missing" : mismatch(head, part);
    if (head == null || why != null) {
      clear();
      return new Outcome.Broken(
          part.getAttempt(), "part " + part.getPart() + " of " + part.getParts() + ": " + why);
    }
    bodies.add(part.getBody());
    bytes += part.getBody().size();
    if (bodies.size() < head.getParts()) {
      return INCOMPLETE;
    }
    var complete = new Outcome.Complete(head, bodies);
    clear();
    return complete;
  }

  private @Nullable String mismatch(Push head, Push part) {
    if (part.getAttempt() != head.getAttempt()
        || part.getToRevision() != head.getToRevision()
        || part.getFromRevision() != head.getFromRevision()
        || part.getParts() != head.getParts()) {
      return "belongs to another push than the parts before it";
    }
    if (part.getPart() != bodies.size()) {
      return "expected part " + bodies.size();
    }
    if (bytes + part.getBody().size() > PushParts.MAX_PUSH_BYTES) {
      return "the push is longer than " + PushParts.MAX_PUSH_BYTES + " bytes";
    }
    return null;
  }

  private void clear() {
    first = null;
    bodies.clear();
    bytes = 0;
  }
}
