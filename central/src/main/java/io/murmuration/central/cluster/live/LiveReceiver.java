package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the other nodes' frames into the live image and notices what is missing. A subcloud that
 * nobody has named before is read from the database, not believed. Thread-safe; does not block.
 */
public final class LiveReceiver {
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(2);
  private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

  /** Nodes that are followed at once; more are not a cluster but a mistake, or worse. */
  private static final int MOST_PEERS = 256;

  /** A node of another format speaks twice a second: that must not be two loads a second. */
  private static final Duration UNREADABLE_PAUSE = Duration.ofSeconds(10);

  private final LiveImage image;
  private final Doubts doubts;
  private final LongSupplier nanoTime;
  private final Map<UUID, Peer> peers = new HashMap<>();
  private long unreadableNanos;
  private boolean unreadable;

  /** What shall be read from the database. Must not block. */
  public interface Doubts {
    /**
     * All of it.
     *
     * @param why for the log
     */
    void request(String why);

    /** What it holds of these. */
    void request(Set<SubcloudId> ids);
  }

  /**
   * @param nanoTime monotonic
   */
  public LiveReceiver(LiveImage image, Doubts doubts, LongSupplier nanoTime) {
    this.image = image;
    this.doubts = doubts;
    this.nanoTime = nanoTime;
  }

  public synchronized void receive(byte[] bytes) {
    var frame = FrameCodec.decode(bytes).orElse(null);
    switch (frame) {
      case null -> unreadable();
      case Frame.Unknown _ -> {}
      case Frame.Batch(var sender, long sequence, var entries) -> {
        var peer = peers.get(sender);
        if (peer != null && sequence <= peer.sequence) {
          return;
        }
        expect(sender, peer, sequence - 1);
        apply(sender, entries);
        note(sender, sequence, peer == null || peer.hasDatabase);
      }
      case Frame.Beat(var sender, long sequence, boolean hasDatabase) -> {
        expect(sender, peers.get(sender), sequence);
        note(sender, sequence, hasDatabase);
      }
      case Frame.Ages(var sender, var ages) ->
          ages.forEach(age -> image.observed(sender, age.id(), age.kind(), age.age()));
    }
  }

  private void unreadable() {
    long now = nanoTime.getAsLong();
    if (!unreadable || now - unreadableNanos >= UNREADABLE_PAUSE.toNanos()) {
      unreadable = true;
      unreadableNanos = now;
      doubts.request("a frame of another version");
    }
  }

  private void apply(UUID sender, List<LiveEntry> entries) {
    var known =
        entries.stream().collect(Collectors.partitioningBy(entry -> image.knows(entry.id())));
    image.apply(sender, known.get(true));
    var strange = known.get(false).stream().map(LiveEntry::id).collect(Collectors.toSet());
    if (!strange.isEmpty()) {
      doubts.request(strange);
    }
  }

  /** Whether another node said within 2 s that it has the database. */
  public synchronized boolean somePeerHasDatabase() {
    long now = nanoTime.getAsLong();
    return peers.values().stream()
        .anyMatch(peer -> peer.hasDatabase && now - peer.heardNanos < HEARD_WITHIN.toNanos());
  }

  private void expect(UUID sender, @Nullable Peer peer, long last) {
    if (peer == null) {
      doubts.request("node " + sender + " is heard for the first time");
    } else if (peer.sequence < last) {
      doubts.request(
          "node %s: batches %d to %d are missing".formatted(sender, peer.sequence + 1, last));
    }
  }

  private void note(UUID sender, long sequence, boolean hasDatabase) {
    long now = nanoTime.getAsLong();
    peers.values().removeIf(peer -> now - peer.heardNanos > FORGET_AFTER.toNanos());
    if (peers.size() < MOST_PEERS || peers.containsKey(sender)) {
      peers.put(sender, new Peer(sequence, now, hasDatabase));
    }
    image.heard(sender);
  }

  /**
   * @param sequence of the last batch that is known to exist
   */
  private record Peer(long sequence, long heardNanos, boolean hasDatabase) {}
}
