package io.murmuration.sync.model;

/**
 * Names one accepted stream of one subcloud; handed out by PostgreSQL. Compared as (hub epoch,
 * number), so that streams accepted after a recovery of the hub are always newer.
 */
public record SessionEpoch(long hubEpoch, long number) implements Comparable<SessionEpoch> {
  public SessionEpoch {
    if (hubEpoch <= 0 || number <= 0) {
      throw new IllegalArgumentException(
          "session epoch: " + hubEpoch + "." + number + " (expected: both > 0)");
    }
  }

  @Override
  public int compareTo(SessionEpoch other) {
    int byHub = Long.compare(hubEpoch, other.hubEpoch);
    return byHub != 0 ? byHub : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return hubEpoch + "." + number;
  }
}
