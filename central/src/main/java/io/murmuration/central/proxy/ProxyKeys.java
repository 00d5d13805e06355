package io.murmuration.central.proxy;

import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.integer;
import static io.murmuration.central.config.ValueType.matching;
import static io.murmuration.central.config.ValueType.port;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import io.murmuration.central.config.Values;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The keys about the services of region {@code SystemController}. */
public final class ProxyKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();
  private static final ValueType<String> TARGET =
      matching(
          "http://host or https://host, maybe :port, without a path, or empty",
          "(https?://[^/\\s@?#]+)?");
  private static final Map<ProxiedService, Key<String>> TARGETS =
      new EnumMap<>(ProxiedService.class);
  private static final Map<ProxiedService, Key<Integer>> PORTS =
      new EnumMap<>(ProxiedService.class);

  static final Key<String> PROXY_HOST =
      key(
          "proxy.host",
          matching("a host name or IP address", "[\\w.:-]{1,253}"),
          "127.0.0.1",
          "Address that the proxies of region SystemController listen on.");
  static final Key<Integer> PROXY_REQUESTS =
      key(
          "proxy.requests",
          integer(1, 10_000),
          "64",
          "Requests under way per proxy; more are answered with 503.");
  static final Key<Duration> PROXY_CONNECT_TIMEOUT =
      key(
          "proxy.connect-timeout",
          duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
          "5s",
          "Limit of connecting to a proxied service.");
  static final Key<Duration> PROXY_IDLE_TIMEOUT =
      key(
          "proxy.idle-timeout",
          duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          "600s",
          "A proxied request on which nothing moves for so long is given up.");

  static {
    for (var service : ProxiedService.values()) {
      var name = "proxy." + service.wireName();
      TARGETS.put(
          service,
          key(
              name + ".url",
              TARGET,
              "",
              "The system controller's own " + service.wireName() + " service; empty: no proxy."));
      PORTS.put(
          service,
          key(
              name + ".port",
              port(),
              Integer.toString(service.usualPort()),
              "Port of the proxy; 0 takes a free one."));
    }
  }

  private ProxyKeys() {}

  public static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  public static ProxySettings settings(Values v) {
    var services = new EnumMap<ProxiedService, ProxySettings.Service>(ProxiedService.class);
    TARGETS.forEach((service, key) -> {
      var target = v.get(key);
      var port = PORTS.get(service);
      if (!target.isEmpty() && port != null) {
        services.put(service, new ProxySettings.Service(v.get(port), URI.create(target)));
      }
    });
    return new ProxySettings(
        v.get(PROXY_HOST),
        services,
        v.get(PROXY_REQUESTS),
        v.get(PROXY_CONNECT_TIMEOUT),
        v.get(PROXY_IDLE_TIMEOUT));
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}
