package io.murmuration.central.certificate.rewrap;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether a step towards another master key may be taken, given the keys of all nodes that run.
 * Pure; each answer is empty or says why not.
 */
public final class RewrapRules {
  private static final int ALONE = 1;

  private RewrapRules() {}

  /**
   * Before a next key is made or used here: does another node have one already?
   *
   * @param own fingerprints of this node's keys
   */
  public static Optional<String> mayPrepare(List<NodeKeys> nodes, Collection<String> own) {
    return named(nodes, node -> !own.containsAll(node.opensBy()))
        .map(others ->
            "%s has a master key that this node does not have (expected: one next key for all, so copy the master.key.next of that node; an old one is forgotten there by central rewrap --finish)"
                .formatted(others));
  }

  /**
   * Before anything is wrapped by a key.
   *
   * @param promised the operator's word for nodes that do not say which keys they have
   */
  public static Optional<String> mayWrap(List<NodeKeys> nodes, String key, boolean promised) {
    return named(nodes, node -> node.says() && !node.opensBy().contains(key))
        .map(others ->
            "%s does not have the next key (expected: the same master.key.next on every node; a node notices it within %d s)"
                .formatted(others, KeyReport.PAUSE.toSeconds()))
        .or(() -> silent(nodes, promised, "--copied, when each of them has master.key.next"));
  }

  /**
   * Before the old key is forgotten.
   *
   * @param promised the operator's word for nodes that do not say which key they use
   */
  public static Optional<String> mayFinish(List<NodeKeys> nodes, String key, boolean promised) {
    return named(nodes, node -> node.says() && !node.sealsBy().equals(key))
        .map(others ->
            "%s does not use the new key (expected: central rewrap ended well on every node; a node notices it within %d s)"
                .formatted(others, KeyReport.PAUSE.toSeconds()))
        .or(() ->
            silent(
                nodes,
                promised,
                "--all-nodes-have-it, when central rewrap ended well on each of them"));
  }

  private static Optional<String> silent(List<NodeKeys> nodes, boolean promised, String expected) {
    return promised || nodes.size() <= ALONE
        ? Optional.empty()
        : named(nodes, node -> !node.says())
            .map(others ->
                "%s does not say which keys it has (expected: %s)".formatted(others, expected));
  }

  private static Optional<String> named(List<NodeKeys> nodes, Predicate<NodeKeys> which) {
    var found = nodes.stream().filter(which).map(NodeKeys::node).collect(Collectors.joining(", "));
    return found.isEmpty() ? Optional.empty() : Optional.of("node " + found);
  }
}
