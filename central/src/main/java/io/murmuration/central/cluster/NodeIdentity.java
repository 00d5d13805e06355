package io.murmuration.central.cluster;

import java.util.UUID;

/**
 * A running central node.
 *
 * @param incarnation random, new with each start: a restarted node is another one
 * @param name what an operator calls it; may come back after a restart
 */
public record NodeIdentity(UUID incarnation, String name) {
  public NodeIdentity {
    if (name.isBlank()) {
      throw new IllegalArgumentException("node name: blank (expected: a name)");
    }
  }

  @Override
  public String toString() {
    return name + "/" + incarnation;
  }
}
