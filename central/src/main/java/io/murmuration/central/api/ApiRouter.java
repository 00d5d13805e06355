package io.murmuration.central.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the resources of all features while the server is wired. Paths look like {@code
 * /v1.0/subclouds/:ref}; a request with or without a trailing slash means the same resource. A
 * fixed segment wins over a variable one. Not thread-safe; read once, at start.
 */
public final class ApiRouter {
  private final List<Route> routes = new ArrayList<>();

  /**
   * One resource and method.
   *
   * @param moreBody bytes that a body may have beyond the server's usual limit
   */
  public record Route(
      HttpMethod method, String path, Access access, int moreBody, Endpoint endpoint) {}

  /**
   * @throws IllegalArgumentException if the path does not start with a slash, or the method is
   *     taken there
   */
  public ApiRouter on(HttpMethod method, String path, Access access, Endpoint endpoint) {
    return onLarge(method, path, access, 0, endpoint);
  }

  /**
   * As {@link #on}, for a body that carries whole files. Few such requests are taken at once.
   *
   * @param moreBody bytes beyond the server's usual limit
   * @throws IllegalArgumentException as {@link #on}
   */
  public ApiRouter onLarge(
      HttpMethod method, String path, Access access, int moreBody, Endpoint endpoint) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: " + path + " (expected: /...)");
    }
    for (var route : routes) {
      if (route.method() == method && route.path().equals(path)) {
        throw new IllegalArgumentException(
            "route: %s %s twice (expected: once)".formatted(method, path));
      }
    }
    routes.add(new Route(method, path, access, moreBody, endpoint));
    return this;
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }
}
