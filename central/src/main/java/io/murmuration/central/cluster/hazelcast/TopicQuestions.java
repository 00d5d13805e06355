package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.topic.ITopic;
import io.murmuration.central.observe.Faults;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the other nodes something that one of them may know, such as who has a site's stream at
 * hand. Texts without secrets. A question that is lost ends like one that nobody can answer.
 * Thread-safe.
 */
public final class TopicQuestions implements AutoCloseable {
  private static final String TOPIC = "question";
  private static final String ASK = "ask";
  private static final String ANSWER = "answer";
  private static final String UNKNOWN = "unknown";
  private static final int WAITING = 64;

  /** Questions of others that are looked into at once; to more the answer is "unknown". */
  private static final int ANSWERING = 64;

  private static final int LONGEST_QUESTION = 1_000;

  private final HazelcastNode cluster;
  private final String name;
  private final ITopic<String> topic;
  private final Outbox outbox;
  private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();
  private final Semaphore answers = new Semaphore(ANSWERING);
  private final Faults faults;
  private volatile Answerer answerer = _ -> Optional.empty();

  /** Knows, or does not. May block. */
  @FunctionalInterface
  public interface Answerer {
    Optional<String> answer(String question);
  }

  /** A question of this node; {@code others} have not said yet that they do not know. */
  private record Open(AtomicLong others, CompletableFuture<Optional<String>> reply) {}

  /**
   * @param name of this node, unlike any other's
   */
  public TopicQuestions(HazelcastNode cluster, String name, Faults faults) {
    this.cluster = cluster;
    this.name = name;
    this.faults = faults;
    this.outbox = new Outbox(WAITING, faults);
    this.topic = cluster.instance().getTopic(TOPIC);
    topic.addMessageListener(message -> {
      var from = message.getPublishingMember();
      if (from == null || !from.localMember()) {
        heard(message.getMessageObject());
      }
    });
  }

  /** Who answers the others' questions from now on. */
  public void answer(Answerer next) {
    answerer = next;
  }

  /** Empty if no other node knows, or none said so in time. Blocks, no longer than that. */
  public Optional<String> ask(String question, Duration patience) {
    int others = cluster.members() - 1;
    if (others == 0 || open.size() >= WAITING) {
      return Optional.empty();
    }
    var id = name + "#" + next.incrementAndGet();
    var asked = new Open(new AtomicLong(others), new CompletableFuture<>());
    open.put(id, asked);
    try {
      return outbox.offer(() -> topic.publish(text(ASK, id, question)))
          ? asked
              .reply
              .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
              .join()
          : Optional.empty();
    } finally {
      open.remove(id);
    }
  }

  private static String text(String what, String id, String body) {
    return what + "\n" + id + "\n" + body;
  }

  private void heard(String message) {
    var parts = message.split("\n", 3);
    if (parts.length < 3) {
      return; // of another version
    }
    var asked = open.get(parts[1]);
    switch (parts[0]) {
      case ASK -> asked(parts[1], parts[2]);
      case ANSWER -> {
        if (asked != null) {
          asked.reply.complete(Optional.of(parts[2]));
        }
      }
      case UNKNOWN -> {
        if (asked != null && asked.others.decrementAndGet() <= 0) {
          asked.reply.complete(Optional.empty());
        }
      }
      default -> {} // of another version
    }
  }

  private void asked(String id, String question) {
    if (question.length() > LONGEST_QUESTION || !answers.tryAcquire()) {
      var _ = outbox.offer(() -> topic.publish(text(UNKNOWN, id, "")));
      return;
    }
    answering.execute(() -> {
      try {
        reply(id, question);
      } finally {
        answers.release();
      }
    });
  }

  private void reply(String id, String question) {
    try {
      var known = answerer.answer(question);
      var text =
          known.map(answer -> text(ANSWER, id, answer)).orElseGet(() -> text(UNKNOWN, id, ""));
      var _ = outbox.offer(() -> topic.publish(text));
    } catch (RuntimeException e) {
      faults.report("answer to another node", e);
    }
  }

  @Override
  public void close() {
    answering.shutdownNow();
    outbox.close();
  }
}
