package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.topic.ITopic;
import io.murmuration.central.cluster.SourceNotices;
import io.murmuration.central.observe.Faults;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@link SourceNotices} over a topic that carries nothing but the source's name. Thread-safe. */
public final class TopicSourceNotices implements SourceNotices, AutoCloseable {
  private static final String TOPIC = "source";

  /** What does not fit is dropped: the next look at the source covers it. */
  private static final int WAITING = 16;

  private final HazelcastNode cluster;
  private final ITopic<String> topic;
  private final Outbox outbox;
  private final Map<String, Runnable> listeners = new ConcurrentHashMap<>();

  public TopicSourceNotices(HazelcastNode cluster, Faults faults) {
    this.cluster = cluster;
    this.outbox = new Outbox(WAITING, faults);
    this.topic = cluster.instance().getTopic(TOPIC);
    topic.addMessageListener(message -> {
      var from = message.getPublishingMember();
      if (from == null || !from.localMember()) {
        tell(message.getMessageObject());
      }
    });
  }

  @Override
  public void changed(String source) {
    tell(source);
    if (!cluster.isAlone()) {
      var _ = outbox.offer(() -> topic.publish(source));
    }
  }

  private void tell(String source) {
    var soon = listeners.get(source);
    if (soon != null) {
      soon.run();
    }
  }

  @Override
  public void listen(String source, Runnable soon) {
    listeners.put(source, soon);
  }

  @Override
  public void close() {
    outbox.close();
  }
}
