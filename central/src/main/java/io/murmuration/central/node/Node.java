package io.murmuration.central.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A node, as its row and the order about it say.
 *
 * @param incarnation new with each start
 * @param name the node's id: it stays
 * @param runs since it started
 * @param leaseAge since it renewed its lease, by the database's clock
 * @param alive whether the lease still runs
 */
record Node(
    UUID incarnation,
    String name,
    NodeReport said,
    Instant startedAt,
    Duration runs,
    Duration leaseAge,
    boolean alive,
    Optional<Drain> drain) {

  /** An operator's order. */
  record Drain(Instant since, String who) {}

  /** Whether agents may be sent there. */
  boolean takesAgents() {
    return alive
        && drain.isEmpty()
        && said.state() == NodeState.SERVING
        && (!said.isSaid() || said.streams() < said.mostStreams());
  }
}
