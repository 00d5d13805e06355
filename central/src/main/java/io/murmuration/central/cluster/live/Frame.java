package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import java.util.List;
import java.util.UUID;

/** What one node tells the others on the live topic. */
public sealed interface Frame {
  /** The telling node's incarnation. */
  UUID sender();

  /**
   * Committed entries.
   *
   * @param sequence one more than the sender's batch before; a batch that the sender had to drop
   *     has taken its number with it
   */
  record Batch(UUID sender, long sequence, List<LiveEntry> entries) implements Frame {}

  /**
   * A sign of life.
   *
   * @param sequence of the last batch
   * @param hasDatabase whether the sender's node lease holds
   */
  record Beat(UUID sender, long sequence, boolean hasDatabase) implements Frame {}

  /** How old the observations of the sender's own sessions are. */
  record Ages(UUID sender, List<LiveImage.Age> ages) implements Frame {}

  /** Something that only newer nodes say, and that older ones may leave unread. */
  record Unknown(UUID sender) implements Frame {}
}
