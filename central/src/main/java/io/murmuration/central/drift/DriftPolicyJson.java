package io.murmuration.central.drift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Policies as JSON. Stateless. */
final class DriftPolicyJson {
  private DriftPolicyJson() {}

  static ObjectNode of(List<Policy> all) {
    var json = JsonNodeFactory.instance.objectNode();
    var policies = json.putArray("policies");
    all.forEach(policy -> policies.add(of(policy)));
    return json;
  }

  static ObjectNode of(Policy policy) {
    var json = JsonNodeFactory.instance.objectNode();
    json.putObject("scope").put("type", policy.scope().type()).put("id", policy.scope().scopeId());
    var rules = json.putArray("rules");
    for (var rule : policy.rules()) {
      rules
          .addObject()
          .put("kind", rule.kind().wireName())
          .put("type", rule.type().isEmpty() ? null : rule.type())
          .put("mode", rule.mode().wireName());
    }
    return json;
  }
}
