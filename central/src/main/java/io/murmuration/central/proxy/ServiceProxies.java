package io.murmuration.central.proxy;

import io.murmuration.central.proxy.ProxiedService.Source;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of all proxies of a node, on one event loop of their own. Thread-safe. */
public final class ServiceProxies implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProxies.class);
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Map<ProxiedService, HttpServer> servers = new EnumMap<>(ProxiedService.class);

  private ServiceProxies(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Listens.
   *
   * @param changed told of each source that has something new; must not block
   * @throws IllegalStateException if an address cannot be bound; then nothing is left open
   */
  public static ServiceProxies start(ProxySettings settings, Consumer<Source> changed) {
    var vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    var proxies = new ServiceProxies(vertx);
    try {
      settings
          .services()
          .forEach((service, where) -> proxies.listen(service, where, settings, changed));
    } catch (RuntimeException e) {
      proxies.close();
      throw e;
    }
    return proxies;
  }

  private void listen(
      ProxiedService service,
      ProxySettings.Service where,
      ProxySettings settings,
      Consumer<Source> changed) {
    var handler = ServiceProxy.to(vertx, service, where.target(), settings, changed);
    var options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(where.port())
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(Math.toIntExact(settings.idle().toMillis()));
    var server = vertx.createHttpServer(options).requestHandler(handler);
    await(server.listen(), START, service + " at " + settings.host() + ":" + where.port());
    servers.put(service, server);
    LOG.info("proxy {} port={} target={}", service.wireName(), server.actualPort(), where.target());
  }

  /** Where a proxy listens. */
  public int port(ProxiedService service) {
    var server = servers.get(service);
    if (server == null) {
      throw new IllegalArgumentException(
          "proxy: " + service + " (expected: one that is configured)");
    }
    return server.actualPort();
  }

  /** Requests under way have a moment to end. */
  @Override
  public void close() {
    for (var server : servers.values()) {
      await(server.shutdown(DRAIN.toMillis(), TimeUnit.MILLISECONDS), DRAIN.multipliedBy(2), "end");
    }
    await(vertx.close(), DRAIN, "end");
  }

  private static void await(Future<?> future, Duration limit, String what) {
    try {
      future.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("proxy " + what + ": " + e.getMessage(), e);
    }
  }
}
