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
   * @param streamed the endpoint reads the body itself, whatever its size
   */
  public record Route(
      HttpMethod method,
      String path,
      Access access,
      int moreBody,
      boolean streamed,
      Endpoint endpoint) {}

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
    return add(new Route(method, path, access, moreBody, false, endpoint));
  }

  /**
   * As {@link #on}, for a body that fits into no memory: the endpoint reads it by {@link
   * Request#stream} and sets its bounds. Few such requests are taken at once.
   *
   * @throws IllegalArgumentException as {@link #on}
   */
  public ApiRouter onStream(HttpMethod method, String path, Access access, Endpoint endpoint) {
    return add(new Route(method, path, access, 0, true, endpoint));
  }

  private ApiRouter add(Route added) {
    var method = added.method();
    var path = added.path();
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path: " + path + " (expected: /...)");
    }
    for (var route : routes) {
      if (route.method() == method && route.path().equals(path)) {
        throw new IllegalArgumentException(
            "route: %s %s twice (expected: once)".formatted(method, path));
      }
    }
    routes.add(added);
    return this;
  }

  public List<Route> routes() {
    return List.copyOf(routes);
  }
}
