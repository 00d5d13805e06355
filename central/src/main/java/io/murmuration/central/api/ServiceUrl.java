package io.murmuration.central.api;

import java.util.Set;

/**
 * Where a listener is found, written as clients must write it: an IPv6 address in brackets, and not
 * the wildcard, which is a place to listen at but none to go to.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address, maybe the wildcard
 */
public record ServiceUrl(String scheme, String host, int port) {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  public static ServiceUrl http(String host, int port) {
    return new ServiceUrl("http", host, port);
  }

  /** The same, with the host that somebody has reached if we listen at all addresses. */
  public ServiceUrl seenBy(String reachedHost) {
    return EVERYWHERE.contains(host) ? new ServiceUrl(scheme, reachedHost, port) : this;
  }

  /** {@code scheme://host:port}. */
  public String text() {
    return scheme + "://" + authority();
  }

  /** {@code host:port}. */
  public String authority() {
    return bracketed(host) + ":" + port;
  }

  private static String bracketed(String host) {
    if (!host.contains(":") || host.startsWith("[")) {
      return host;
    }
    int zone = host.indexOf('%');
    return "[" + (zone < 0 ? host : host.substring(0, zone)) + "]";
  }
}
