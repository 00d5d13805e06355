package io.murmuration.central.drift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.sync.resource.Scope;
import java.util.LinkedHashMap;
import java.util.List;

/** Policies as JSON. Stateless. */
final class DriftPolicyJson {
  private DriftPolicyJson() {}

  static ObjectNode of(List<StoredRule> all) {
    var byScope = new LinkedHashMap<Scope, ObjectNode>();
    for (var rule : all) {
      add(byScope.computeIfAbsent(rule.scope(), DriftPolicyJson::empty), rule);
    }
    var json = JsonNodeFactory.instance.objectNode();
    byScope.values().forEach(json.putArray("policies")::add);
    return json;
  }

  static ObjectNode of(DriftPolicyService.Policy policy) {
    var json = empty(policy.scope());
    policy.rules().forEach(rule -> add(json, rule));
    return json;
  }

  private static ObjectNode empty(Scope scope) {
    var json = JsonNodeFactory.instance.objectNode();
    json.putObject("scope").put("type", scope.type()).put("id", scope.scopeId());
    json.putArray("rules");
    return json;
  }

  private static void add(ObjectNode policy, StoredRule rule) {
    policy
        .withArray("rules")
        .addObject()
        .put("kind", rule.kind().wireName())
        .put("type", rule.type().isEmpty() ? null : rule.type())
        .put("mode", rule.mode().wireName());
  }
}
