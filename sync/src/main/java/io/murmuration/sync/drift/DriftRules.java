package io.murmuration.sync.drift;

import io.murmuration.sync.drift.DriftPolicy.Decision;
import io.murmuration.sync.drift.DriftPolicy.Subject;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all scopes say about drift. The nearer scope wins, whether it names a type or a whole kind;
 * within a scope the type wins. Immutable.
 */
public final class DriftRules {
  public static final DriftRules NONE = new DriftRules(List.of());

  private final Map<Scope, Map<Subject, Decision>> byScope = new HashMap<>();

  public DriftRules(List<DriftRule> rules) {
    for (var rule : rules) {
      byScope
          .computeIfAbsent(rule.scope(), _ -> new LinkedHashMap<>())
          .put(new Subject(rule.kind(), rule.type()), new Decision(rule.mode(), rule.source()));
    }
  }

  /**
   * @param group of the subcloud
   */
  public DriftPolicy policy(long group, long subcloud) {
    var nearestFirst = new ArrayList<Map<Subject, Decision>>();
    for (var scope : List.of(new Scope.Subcloud(subcloud), new Scope.Group(group), Scope.FLEET)) {
      var said = byScope.get(scope);
      if (said != null) {
        nearestFirst.add(said);
      }
    }
    if (nearestFirst.isEmpty()) {
      return DriftPolicy.ENFORCE;
    }
    var decisions = new TreeMap<Subject, Decision>();
    for (var scope : nearestFirst) {
      for (var subject : scope.keySet()) {
        decisions.computeIfAbsent(subject, about -> nearest(nearestFirst, about));
      }
    }
    return new DriftPolicy(decisions);
  }

  private static Decision nearest(List<Map<Subject, Decision>> nearestFirst, Subject about) {
    var whole = new Subject(about.kind(), DriftRule.EVERY_TYPE);
    for (var scope : nearestFirst) {
      var said = scope.get(about);
      if (said == null) {
        said = scope.get(whole);
      }
      if (said != null) {
        return said;
      }
    }
    throw new IllegalStateException(about + " (expected: in one of the scopes)");
  }
}
