package io.murmuration.central.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All rows of nodes, read at once; a row per incarnation, those of one name together, the newest
 * first.
 */
record Nodes(List<Node> rows) {
  Nodes {
    rows = List.copyOf(rows);
  }

  /** Of each name the newest incarnation. */
  List<Node> newest() {
    var byName = new LinkedHashMap<String, Node>();
    rows.forEach(node -> byName.putIfAbsent(node.name(), node));
    return List.copyOf(byName.values());
  }

  Optional<Node> named(String name) {
    return newest().stream().filter(node -> node.name().equals(name)).findFirst();
  }

  Optional<Node> of(UUID incarnation) {
    return rows.stream().filter(node -> node.incarnation().equals(incarnation)).findFirst();
  }

  /** Other nodes that agents may be sent to. */
  List<Node> besides(Node self) {
    return newest().stream()
        .filter(node -> !node.name().equals(self.name()) && node.takesAgents())
        .toList();
  }

  List<Node> alive() {
    return rows.stream().filter(Node::alive).toList();
  }
}
