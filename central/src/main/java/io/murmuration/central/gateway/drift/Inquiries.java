package io.murmuration.central.gateway.drift;

import io.murmuration.proto.Contents;
import io.murmuration.proto.Item;
import io.murmuration.proto.Observed;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Questions of people to single sites that wait for their answers. Bounded: beyond {@link #MOST} at
 * once nobody may ask; what a site does not answer in time, or before its stream ends, ends with
 * words. Any thread.
 */
public final class Inquiries {
  /** Questions that wait at once. */
  static final int MOST = 64;

  /** A site is read for the answer; a person waits for it. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Bytes of contents that are taken for one question. */
  private static final int MOST_BYTES = 4 << 20;

  /** Far above the numbers that audits have, which share the field. */
  private static final long FIRST = 1L << 60;

  private final AtomicLong next = new AtomicLong(FIRST);
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

  /** What came of a question. */
  sealed interface Reply {
    /** Of an audit. */
    record Looked(Observed observed) implements Reply {}

    /** Items with their values. */
    record Shown(List<Item> items) implements Reply {}

    /**
     * @param why in words for an operator
     */
    record None(String why) implements Reply {}
  }

  /** A question and its answer to be. */
  record Question(long id, CompletableFuture<Reply> reply) {}

  private record Pending(SubcloudId of, List<Item> items, CompletableFuture<Reply> reply) {}

  /** Empty if too many wait. */
  Optional<Question> open(SubcloudId of) {
    if (pending.size() >= MOST) {
      return Optional.empty();
    }
    long id = next.incrementAndGet();
    var reply = new CompletableFuture<Reply>();
    pending.put(id, new Pending(of, new ArrayList<>(), reply));
    var _ =
        reply
            .completeOnTimeout(
                new Reply.None("the agent did not answer in " + PATIENCE.toSeconds() + " s"),
                PATIENCE.toMillis(),
                TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> pending.remove(id));
    return Optional.of(new Question(id, reply));
  }

  /** An agent observed a kind; audits of others are none of ours. */
  public void observed(SubcloudId from, Observed observed) {
    var asked = pending.get(observed.getAuditId());
    if (asked != null && asked.of.equals(from)) {
      asked.reply.complete(
          observed.getUnreadable().isEmpty()
              ? new Reply.Looked(observed)
              : new Reply.None("the site could not be read: " + observed.getUnreadable()));
    }
  }

  /** An agent shows values, in one frame or several; of one stream, on one thread. */
  public void contents(SubcloudId from, Contents contents) {
    var asked = pending.get(contents.getRequestId());
    if (asked == null || !asked.of.equals(from)) {
      return;
    }
    asked.items.addAll(contents.getItemsList());
    if (!contents.getUnreadable().isEmpty()) {
      asked.reply.complete(
          new Reply.None("the site could not be read: " + contents.getUnreadable()));
    } else if (asked.items.stream().mapToLong(Item::getSerializedSize).sum() > MOST_BYTES) {
      asked.reply.complete(new Reply.None("more values differ than can be shown at once"));
    } else if (!contents.getMore()) {
      asked.reply.complete(new Reply.Shown(List.copyOf(asked.items)));
    }
  }

  /** The stream of a site ended. */
  public void ended(SubcloudId of) {
    for (var asked : pending.values()) {
      if (asked.of.equals(of)) {
        asked.reply.complete(new Reply.None("the agent's stream ended"));
      }
    }
  }
}
