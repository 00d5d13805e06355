package io.murmuration.central.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Spreads agents over other nodes: each is sent to the one that has the fewest, counting those just
 * sent, and told the next best ones too. Thread-safe.
 */
final class Placement {
  /** An agent that finds none of them tries all that it knows. */
  private static final int TOLD = 3;

  private final List<Room> rooms = new ArrayList<>();

  private static final class Room {
    private final String place;
    private int streams;

    private Room(String place, int streams) {
      this.place = place;
      this.streams = streams;
    }

    int streams() {
      return streams;
    }
  }

  /** As read last; those whose place is not known are left out. */
  synchronized void become(List<Node> nodes) {
    rooms.clear();
    for (var node : nodes) {
      if (!node.said().place().isEmpty()) {
        rooms.add(new Room(node.said().place(), node.said().streams()));
      }
    }
  }

  /** For one agent, the best first; empty if no place is known. */
  synchronized List<String> next() {
    if (rooms.isEmpty()) {
      return List.of();
    }
    rooms.sort(Comparator.comparingInt(Room::streams));
    rooms.getFirst().streams++;
    return rooms.stream().limit(TOLD).map(room -> room.place).toList();
  }
}
