package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.topic.ITopic;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.Nudges;
import io.murmuration.central.observe.Faults;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@link Nudges} over a topic; the own reader is nudged directly. Commits that come while a nudge
 * waits to be sent are covered by it. Thread-safe.
 */
public final class TopicNudges implements Nudges, AutoCloseable {
  private static final String TOPIC = "nudge";
  private static final byte[] NUDGE = {};

  private final HazelcastNode cluster;
  private final ChangeReader reader;
  private final ITopic<byte[]> topic;
  private final Outbox outbox;
  private final AtomicBoolean waiting = new AtomicBoolean();

  public TopicNudges(HazelcastNode cluster, ChangeReader reader, Faults faults) {
    this.cluster = cluster;
    this.reader = reader;
    this.outbox = new Outbox(1, faults);
    this.topic = cluster.instance().getTopic(TOPIC);
    topic.addMessageListener(message -> {
      var from = message.getPublishingMember();
      if (from == null || !from.localMember()) {
        reader.nudge();
      }
    });
  }

  @Override
  public void changed() {
    reader.nudge();
    if (!cluster.isAlone() && waiting.compareAndSet(false, true)) {
      outbox.offer(() -> {
        waiting.set(false);
        topic.publish(NUDGE);
      });
    }
  }

  @Override
  public void close() {
    outbox.close();
  }
}
