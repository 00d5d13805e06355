package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveImage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the other nodes' frames into the live image and notices what is missing. Thread-safe; does
 * not block.
 */
public final class LiveReceiver {
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(2);
  private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

  private final LiveImage image;
  private final Consumer<String> reload;
  private final LongSupplier nanoTime;
  private final Map<UUID, Peer> peers = new HashMap<>();

  /**
   * @param reload asked, with a reason, to read the image from the database
   * @param nanoTime monotonic
   */
  public LiveReceiver(LiveImage image, Consumer<String> reload, LongSupplier nanoTime) {
    this.image = image;
    this.reload = reload;
    this.nanoTime = nanoTime;
  }

  public synchronized void receive(byte[] bytes) {
    var frame = FrameCodec.decode(bytes).orElse(null);
    switch (frame) {
      case null -> reload.accept("a frame of another version");
      case Frame.Batch(var sender, long sequence, var entries) -> {
        var peer = peers.get(sender);
        if (peer != null && sequence <= peer.sequence) {
          return;
        }
        expect(sender, peer, sequence - 1);
        image.apply(sender, entries);
        note(sender, sequence, peer == null || peer.hasDatabase);
      }
      case Frame.Beat(var sender, long sequence, boolean hasDatabase) -> {
        expect(sender, peers.get(sender), sequence);
        note(sender, sequence, hasDatabase);
      }
      case Frame.Ages(_, var ages) ->
          ages.forEach(age -> image.observed(age.id(), age.kind(), age.age()));
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
      reload.accept("node " + sender + " is heard for the first time");
    } else if (peer.sequence < last) {
      reload.accept(
          "node %s: batches %d to %d are missing".formatted(sender, peer.sequence + 1, last));
    }
  }

  private void note(UUID sender, long sequence, boolean hasDatabase) {
    long now = nanoTime.getAsLong();
    peers.values().removeIf(peer -> now - peer.heardNanos > FORGET_AFTER.toNanos());
    peers.put(sender, new Peer(sequence, now, hasDatabase));
    image.heard(sender);
  }

  /**
   * @param sequence of the last batch that is known to exist
   */
  private record Peer(long sequence, long heardNanos, boolean hasDatabase) {}
}
