package io.murmuration.central.proxy;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * @param host address to listen on
 * @param services those that are proxied
 * @param atOnce requests under way per service; more are answered with 503
 * @param connect limit of connecting to a service
 * @param idle a request on which nothing moves for so long is given up
 */
public record ProxySettings(
    String host,
    Map<ProxiedService, Service> services,
    int atOnce,
    Duration connect,
    Duration idle) {

  public ProxySettings {
    var copy = new EnumMap<ProxiedService, Service>(ProxiedService.class);
    copy.putAll(services);
    services = Map.copyOf(copy);
  }

  /**
   * @param port to listen on; 0 takes a free one
   * @param target {@code http://host:port} of the real service
   */
  public record Service(int port, URI target) {}
}
