package io.murmuration.central.drift;

import io.murmuration.sync.resource.Scope;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one scope says about drift.
 *
 * @param rules none if it says nothing
 */
record Policy(Scope scope, List<Rule> rules) {
  Policy {
    rules = List.copyOf(rules);
  }

  /** Equal for policies of the same rules, in any order. */
  String text() {
    return rules.stream().map(Rule::toString).sorted().collect(Collectors.joining("\n"));
  }
}
