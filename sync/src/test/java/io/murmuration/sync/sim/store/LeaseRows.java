package io.murmuration.sync.sim.store;

import java.util.Map;
import java.util.TreeMap;

/** The tables {@code node} and {@code lease}, judged by the database's clock alone. */
public final class LeaseRows {
  /** When the sign of life of each incarnation runs out. */
  public final Map<Integer, Long> nodes = new TreeMap<>();

  private int holder;
  private long epoch;
  private long expires;

  /** Renews the holder's own lease or takes one that ran out; the epoch, or 0. */
  public long take(int node, long now, long term) {
    if (holder == node && expires > now) {
      expires = now + term;
    } else if (holder == node || expires <= now) {
      epoch++;
      holder = node;
      expires = now + term;
    }
    return holder == node ? epoch : 0;
  }

  public boolean isHeld(int node, long under, long now) {
    return holder == node && epoch == under && expires > now;
  }

  public boolean isDead(int node, long now) {
    return nodes.getOrDefault(node, 0L) <= now;
  }

  void become(LeaseRows other) {
    nodes.clear();
    nodes.putAll(other.nodes);
    holder = other.holder;
    epoch = other.epoch;
    expires = other.expires;
  }
}
