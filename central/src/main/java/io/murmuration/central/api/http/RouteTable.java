package io.murmuration.central.api.http;

import io.murmuration.central.api.ApiRouter.Route;
import io.murmuration.central.api.HttpMethod;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the route of a path. One trailing slash more or less is the same resource; an empty segment
 * elsewhere is none. Immutable.
 */
final class RouteTable {
  private final List<Entry> entries;

  /** What a path leads to. */
  sealed interface Match {
    record Found(Route route, Map<String, String> params) implements Match {}

    record WrongMethod(Set<HttpMethod> allowed) implements Match {}

    record Missing() implements Match {}
  }

  private record Entry(List<String> pattern, Route route) {
    boolean matches(List<String> segments) {
      if (segments.size() != pattern.size()) {
        return false;
      }
      for (int i = 0; i < pattern.size(); i++) {
        if (!isVariable(pattern.get(i)) && !pattern.get(i).equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }

    Map<String, String> params(List<String> segments) {
      Map<String, String> params = new LinkedHashMap<>();
      for (int i = 0; i < pattern.size(); i++) {
        if (isVariable(pattern.get(i))) {
          params.put(pattern.get(i).substring(1), segments.get(i));
        }
      }
      return params;
    }

    /** Fixed segments sort before variables, position by position. */
    String order() {
      var order = new StringBuilder();
      pattern.forEach(segment -> order.append(isVariable(segment) ? '1' : '0'));
      return order.toString();
    }

    private static boolean isVariable(String segment) {
      return segment.startsWith(":");
    }
  }

  RouteTable(List<Route> routes) {
    this.entries =
        routes.stream()
            .map(route -> new Entry(split(route.path()).orElseThrow(), route))
            .sorted(Comparator.comparing(Entry::order))
            .toList();
  }

  /**
   * @param method empty for one that no resource has
   * @param path as sent, percent-encoded, without the query
   */
  Match match(Optional<HttpMethod> method, String path) {
    var segments = split(path);
    if (segments.isEmpty()) {
      return new Match.Missing();
    }
    Set<HttpMethod> allowed = EnumSet.noneOf(HttpMethod.class);
    for (var entry : entries) {
      if (entry.matches(segments.get())) {
        if (method.isPresent() && entry.route().method() == method.get()) {
          return new Match.Found(entry.route(), entry.params(segments.get()));
        }
        allowed.add(entry.route().method());
      }
    }
    return allowed.isEmpty() ? new Match.Missing() : new Match.WrongMethod(allowed);
  }

  /** The decoded segments; empty if the path cannot name a resource. */
  private static Optional<List<String>> split(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
    segments.removeFirst();
    if (segments.getLast().isEmpty()) {
      segments.removeLast();
    }
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).isEmpty()) {
        return Optional.empty();
      }
      try {
        // a plus is a plus in a path; URLDecoder would make it a space
        var plain = segments.get(i).replace("+", "%2B");
        segments.set(i, URLDecoder.decode(plain, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
    return Optional.of(segments);
  }
}
