package io.murmuration.agent.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Which hub to dial next: those a hub sent us to, then all in turn. Addresses are host:port.
 * Confined.
 */
final class HubAddresses {
  private final Deque<String> preferred = new ArrayDeque<>();
  private List<String> known;
  private int at;

  /**
   * @param start where to begin, so that agents spread over the hubs
   */
  HubAddresses(List<String> known, int start) {
    if (known.isEmpty()) {
      throw new IllegalArgumentException("no hub address (expected: one or more host:port)");
    }
    this.known = List.copyOf(known);
    this.at = Math.floorMod(start, known.size());
  }

  String next() {
    var sent = preferred.poll();
    if (sent != null) {
      return sent;
    }
    var next = known.get(at);
    at = (at + 1) % known.size();
    return next;
  }

  /** A hub said to come back there; each is tried once before all are tried in turn. */
  void prefer(List<String> addresses) {
    preferred.clear();
    preferred.addAll(new LinkedHashSet<>(addresses));
  }

  void replace(List<String> addresses) {
    if (!addresses.isEmpty()) {
      known = List.copyOf(addresses);
      at = 0;
    }
  }
}
