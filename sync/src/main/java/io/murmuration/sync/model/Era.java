package io.murmuration.sync.model;

/**
 * One epoch of a hub's history.
 *
 * @param lineage the epoch's number and its random name
 * @param first the first revision taken in it
 */
public record Era(Lineage lineage, Revision first) {
  public Era {
    if (lineage.hubEpoch() <= 0 || lineage.name().isEmpty()) {
      throw new IllegalArgumentException(
          "era: " + lineage + " (expected: a hub epoch > 0 and a name)");
    }
  }
}
