package io.murmuration.central.certificate.rewrap;

import java.util.List;

/**
 * The master keys of a node that runs, as fingerprints.
 *
 * @param sealsBy empty if the node does not say
 * @param opensBy all of them; empty if the node does not say
 */
public record NodeKeys(String node, String sealsBy, List<String> opensBy) {
  public NodeKeys {
    opensBy = List.copyOf(opensBy);
  }

  boolean says() {
    return !opensBy.isEmpty();
  }
}
