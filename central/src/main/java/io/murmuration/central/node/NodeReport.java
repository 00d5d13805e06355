package io.murmuration.central.node;

/**
 * What a node says of itself.
 *
 * @param place host:port that agents dial; empty: a build that does not say
 * @param version empty: a build that does not say
 * @param streams that it holds
 * @param mostStreams that it may hold
 * @param sentAway streams sent to other nodes since it is drained
 * @param returned agents that came back because no other node took them
 * @param waitsFor what keeps a drain from going on, for an operator; or empty
 */
record NodeReport(
    String place,
    String version,
    NodeState state,
    int streams,
    int mostStreams,
    long sentAway,
    int returned,
    String waitsFor) {

  /** Whether the node's build knows of these reports. */
  boolean isSaid() {
    return !version.isEmpty();
  }
}
