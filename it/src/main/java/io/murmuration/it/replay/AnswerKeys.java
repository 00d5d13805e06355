package io.murmuration.it.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares which keys an answer has; values are nobody's business here. */
final class AnswerKeys {
  private AnswerKeys() {}

  /** What differs, in words; empty if nothing does or there is nothing to compare. */
  static List<String> differences(JsonNode recorded, JsonNode answer) {
    List<String> differences = new ArrayList<>();
    if (!recorded.isObject()) {
      return differences;
    }
    compare("", names(recorded), answer, differences);
    for (var key : recorded.properties()) {
      var elements = answer.path(key.getKey());
      if (key.getValue().isArray() && !key.getValue().isEmpty()) {
        Set<String> wanted = new TreeSet<>();
        key.getValue().path(0).forEach(name -> wanted.add(name.asText()));
        if (elements.isEmpty()) {
          differences.add(key.getKey() + ": no element (expected: at least one)");
        }
        elements.forEach(e -> compare(key.getKey() + "[].", wanted, e, differences));
      }
    }
    return differences;
  }

  private static void compare(
      String where, Set<String> wanted, JsonNode answer, List<String> differences) {
    var found = names(answer);
    for (var key : wanted) {
      if (!found.contains(key)) {
        differences.add(where + key + " is missing");
      }
    }
    for (var key : found) {
      if (!wanted.contains(key)) {
        differences.add(where + key + " is too much");
      }
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
