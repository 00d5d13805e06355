package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.topic.ITopic;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.cluster.LiveStream;
import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.cluster.live.Frame;
import io.murmuration.central.cluster.live.FrameCodec;
import io.murmuration.central.cluster.live.LiveReceiver;
import io.murmuration.central.cluster.live.LiveReload;
import io.murmuration.central.observe.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * {@link LiveStream} over a topic, both directions: own commits go into the own image at once and
 * to the other members in numbered batches; theirs come into the image. Thread-safe.
 */
public final class TopicLiveStream implements LiveStream, AutoCloseable {
  private static final String TOPIC = "live";
  private static final Duration BEAT = Duration.ofMillis(500);

  /** Every so many beats the ages of the own observations are told: each 10 s, a heartbeat. */
  private static final int AGES_EVERY = 20;

  /** Entries in a frame at most: some hundred KiB. */
  private static final int IN_A_FRAME = 2_000;

  /** Frames waiting at most; each may hold {@link #IN_A_FRAME} entries. */
  private static final int WAITING = 256;

  private final HazelcastNode cluster;
  private final NodeIdentity node;
  private final LiveImage image;
  private final BooleanSupplier hasDatabase;
  private final Outbox outbox;
  private final ITopic<byte[]> topic;
  private final LiveReceiver receiver;
  private final Periodic beats;
  private long sequence;
  private int beat;

  /**
   * @param hasDatabase whether the own node lease holds
   * @param nanoTime monotonic
   */
  public TopicLiveStream(
      HazelcastNode cluster,
      NodeIdentity node,
      LiveImage image,
      LiveReload reload,
      BooleanSupplier hasDatabase,
      LongSupplier nanoTime,
      Faults faults) {
    this.cluster = cluster;
    this.node = node;
    this.image = image;
    this.hasDatabase = hasDatabase;
    this.outbox = new Outbox(WAITING, faults);
    this.topic = cluster.instance().getTopic(TOPIC);
    this.receiver = new LiveReceiver(image, reload, nanoTime);
    topic.addMessageListener(message -> {
      var from = message.getPublishingMember();
      if (from == null || !from.localMember()) {
        receiver.receive(message.getMessageObject());
      }
    });
    cluster.onChange(reload::request);
    this.beats = Periodic.start("live-beat", BEAT, this::beat, faults);
  }

  @Override
  public synchronized void publish(List<LiveEntry> committed) {
    image.apply(node.incarnation(), committed);
    for (int from = 0; from < committed.size(); from += IN_A_FRAME) {
      sequence++;
      int to = Math.min(from + IN_A_FRAME, committed.size());
      send(new Frame.Batch(node.incarnation(), sequence, List.copyOf(committed.subList(from, to))));
    }
  }

  /**
   * Whether another node was just heard to have the database. A node that has lost it itself then
   * sends its agents there.
   */
  public boolean somePeerHasDatabase() {
    return receiver.somePeerHasDatabase();
  }

  @Override
  public void close() {
    beats.close();
    outbox.close();
  }

  private synchronized void beat() {
    send(new Frame.Beat(node.incarnation(), sequence, hasDatabase.getAsBoolean()));
    if (++beat % AGES_EVERY == 0 && !cluster.isAlone()) {
      var ages = image.ownAges();
      for (int from = 0; from < ages.size(); from += IN_A_FRAME) {
        int to = Math.min(from + IN_A_FRAME, ages.size());
        send(new Frame.Ages(node.incarnation(), new ArrayList<>(ages.subList(from, to))));
      }
    }
  }

  /** Drops it if nobody listens or the queue is full; the sequence tells. */
  private void send(Frame frame) {
    if (!cluster.isAlone()) {
      outbox.offer(() -> topic.publish(FrameCodec.encode(frame)));
    }
  }
}
