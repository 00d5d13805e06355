package io.murmuration.central.cluster;

import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import java.util.List;

/**
 * The histories this database went through: each era starts a new lineage at a revision, and ends
 * where the next one starts.
 *
 * @param eras oldest first; the last one is the current
 */
public record HubEpochs(List<Era> eras) {
  public HubEpochs {
    eras = List.copyOf(eras);
    if (eras.isEmpty()) {
      throw new IllegalArgumentException("hub epochs: none (expected: at least the current one)");
    }
  }

  /** What goes into Welcome. */
  public Lineage current() {
    return eras.getLast().lineage();
  }

  /** The number part of session epochs handed out now. */
  public long epoch() {
    return current().hubEpoch();
  }

  /**
   * Whether a held revision belongs to this hub's past. The caller has first completed a read of
   * {@code change} that began after Hello, so that being ahead of the image is no conflict.
   *
   * @param applied what the image holds after that read; a site cannot hold more of the current era
   */
  public boolean isAncestor(Lineage lineage, Revision held, Revision applied) {
    return standing(lineage, held, applied) == Standing.ANCESTOR;
  }

  /** As {@link #isAncestor}, and why it is none. */
  public Standing standing(Lineage lineage, Revision held, Revision applied) {
    if (lineage.equals(Lineage.NONE)) {
      return held.equals(Revision.NONE) ? Standing.ANCESTOR : Standing.UNKNOWN;
    }
    for (int i = 0; i < eras.size(); i++) {
      if (eras.get(i).lineage().equals(lineage)) {
        if (i + 1 < eras.size()) {
          return eras.get(i + 1).first().isAfter(held) ? Standing.ANCESTOR : Standing.LOST;
        }
        return held.isAfter(applied) ? Standing.UNKNOWN : Standing.ANCESTOR;
      }
    }
    return Standing.UNKNOWN;
  }

  /** How what a site holds stands to this hub's past. */
  public enum Standing {
    ANCESTOR,
    /** Of an era of ours, but of the part that a restored backup did not have: already known of. */
    LOST,
    /** Of no history that this database knows: it may have been restored, and nobody said so. */
    UNKNOWN
  }

  /**
   * @param first the first revision that may belong to this lineage and not to the one before
   */
  public record Era(Lineage lineage, Revision first) {}
}
