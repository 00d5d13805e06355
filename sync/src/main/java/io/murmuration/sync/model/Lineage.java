package io.murmuration.sync.model;

/**
 * The history that a held revision belongs to: a hub that was restored from a backup starts a new
 * epoch under a new random name.
 */
public record Lineage(long hubEpoch, String name) {
  /** Of a site that never held anything. */
  public static final Lineage NONE = new Lineage(0, "");

  public Lineage {
    if (hubEpoch < 0) {
      throw new IllegalArgumentException("hub epoch: " + hubEpoch + " (expected: >= 0)");
    }
  }
}
