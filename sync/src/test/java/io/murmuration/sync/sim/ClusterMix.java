package io.murmuration.sync.sim;

import io.murmuration.sync.sim.world.Chance;

/**
 * What only a cluster suffers, per minute; percents are of messages between nodes or of agents.
 *
 * @param pause a node is stopped for up to a minute and a half, and goes on
 * @param requestsLost a node's way to the database is cut
 * @param answersLost only the way back is
 * @param apart one node is not heard by another
 * @param deafHub a node is not heard by an agent, or the reverse; per thousand sites
 * @param move an agent comes back to another node while the first still believes in its stream; per
 *     thousand sites
 * @param reconnect the whole fleet loses its streams
 * @param restore the database is replaced by an older dump once
 * @param skew the nodes' clocks differ
 */
public record ClusterMix(
    double pause,
    double requestsLost,
    double answersLost,
    double apart,
    double deafHub,
    double move,
    double reconnect,
    double lateBatchPercent,
    double doubledBatchPercent,
    double lostBatchPercent,
    int oldAgentPercent,
    boolean restore,
    boolean skew) {
  static final ClusterMix NONE = new ClusterMix(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, false);

  /** All of it, as often as is usual. */
  public static ClusterMix usual(boolean restore) {
    return new ClusterMix(0.6, 0.7, 0.7, 1, 30, 60, 0.3, 5, 3, 2, 0, restore, true);
  }

  /** Hardly a stream stays where it is. */
  public static ClusterMix restless() {
    return new ClusterMix(0, 0.7, 0.7, 1, 30, 1500, 6, 5, 3, 2, 0, false, true);
  }

  static ClusterMix draw(Chance chance) {
    return new ClusterMix(
        weight(chance, 0.6),
        weight(chance, 0.7),
        weight(chance, 0.7),
        weight(chance, 1),
        weight(chance, 30),
        weight(chance, 60),
        weight(chance, 0.3),
        weight(chance, 5),
        weight(chance, 3),
        weight(chance, 2),
        chance.oneIn(2) ? 10 : 0,
        chance.oneIn(3),
        chance.oneIn(2));
  }

  private static double weight(Chance chance, double usual) {
    return FaultMix.weight(chance, usual);
  }
}
