package io.murmuration.central.node;

import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.integer;
import static io.murmuration.central.config.ValueType.matching;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import io.murmuration.central.config.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys about nodes and their agents; part of central's table of keys. */
public final class NodeKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();

  static final Key<String> ADDRESS =
      key(
          "agents.address",
          matching(
              "nothing, or host:port, as in hub-a.example:8121 or [::1]:8121",
              "|([\\w.-]{1,253}|\\[[\\w:.]{2,45}]):[1-9]\\d{0,4}"),
          "",
          "How agents reach this node, told to those that other nodes send here. Empty: the only entry"
              + " of agents.advertised, or the one whose host is node.name or begins with it and a"
              + " dot; if there is none, agents are sent away without a word about where to.");
  static final Key<Integer> MOVES_PER_SECOND =
      key(
          "agents.moves-per-second",
          integer(1, 100_000),
          "200",
          "Streams that this node sends to other nodes when it is drained, or has more than its share.");
  static final Key<Duration> EVEN_AFTER =
      key(
          "agents.even-after",
          duration(Duration.ofSeconds(1), Duration.ofDays(30)),
          "1m",
          "Streams are evened out between nodes only while each has run for this long.");
  static final Key<Duration> WARM_UP =
      key(
          "agents.warm-up",
          duration(Duration.ZERO, Duration.ofMinutes(1)),
          "1s",
          "Before it takes agents, a node goes the way of a push for this long with sites that are not"
              + " there, so that its first rounds are not its slowest.");

  private NodeKeys() {}

  public static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  /** As configured; the place and what else belongs to the listener is the wiring's to add. */
  public static Chosen chosen(Values v) {
    return new Chosen(v.get(ADDRESS), v.get(MOVES_PER_SECOND), v.get(EVEN_AFTER), v.get(WARM_UP));
  }

  /**
   * What an operator chose.
   *
   * @param address empty: to be found out
   */
  public record Chosen(String address, int movesPerSecond, Duration evenAfter, Duration warmUp) {
    /**
     * How agents reach this node.
     *
     * @param advertised what agents are told to dial, of all nodes
     */
    public String place(String nodeName, List<String> advertised) {
      if (!address.isEmpty()) {
        return address;
      }
      if (advertised.size() == 1) {
        return advertised.getFirst();
      }
      return advertised.stream()
          .filter(one -> one.startsWith(nodeName + ".") || one.startsWith(nodeName + ":"))
          .findFirst()
          .orElse("");
    }
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}
