package io.murmuration.central.testing.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One method of one path of the document.
 *
 * @param method in capitals
 * @param path with its variables in braces
 * @param access the rule of {@code x-access}
 * @param node the operation itself
 */
public record Operation(String method, String path, String access, JsonNode node) {
  /** The documented statuses, in their order. */
  public Set<Integer> statuses() {
    Set<Integer> statuses = new TreeSet<>();
    node.path("responses").fieldNames().forEachRemaining(s -> statuses.add(Integer.valueOf(s)));
    return statuses;
  }

  public boolean hasBody() {
    return node.has("requestBody");
  }

  /** The path with something in the place of each variable. */
  public String pathWith(String value) {
    return path.replaceAll("\\{[^}]+}", value);
  }

  boolean matches(List<String> segments) {
    var pattern = OpenApi.segments(path);
    if (pattern.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      if (!isVariable(pattern.get(i)) && !pattern.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Fixed segments sort before variables, position by position, as in the hub's router. */
  String order() {
    var order = new StringBuilder();
    OpenApi.segments(path).forEach(s -> order.append(isVariable(s) ? '1' : '0'));
    return order.toString();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }
}
