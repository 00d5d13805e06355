package io.murmuration.sync.model;

import java.util.List;

/**
 * The epochs that this hub's database went through, oldest first. Decides whether what a site holds
 * comes from this history or from one that was lost (a hub restored from a backup) or is foreign.
 */
public record History(List<Era> eras) {
  public History {
    eras = List.copyOf(eras);
    for (int i = 1; i < eras.size(); i++) {
      var former = eras.get(i - 1);
      var era = eras.get(i);
      if (era.lineage().hubEpoch() <= former.lineage().hubEpoch()
          || former.first().isAfter(era.first())) {
        throw new IllegalArgumentException(
            "eras: " + former + " before " + era + " (expected: growing epochs and revisions)");
      }
    }
  }

  /**
   * Whether a site that holds {@code held} under {@code lineage} holds an ancestor of what is here:
   * the epoch is known under the same name and the revision lies below the next epoch's first, or
   * in the current epoch is one that was taken. Any other was taken by a hub that this database
   * does not remember.
   *
   * @param applied the newest revision, as of a read that began after the site told what it holds
   */
  public boolean knows(Lineage lineage, Revision held, Revision applied) {
    if (lineage.equals(Lineage.NONE)) {
      return held.equals(Revision.NONE);
    }
    for (int i = 0; i < eras.size(); i++) {
      if (eras.get(i).lineage().equals(lineage)) {
        return i + 1 < eras.size() ? eras.get(i + 1).first().isAfter(held) : !held.isAfter(applied);
      }
    }
    return false;
  }
}
