package io.murmuration.central.proxy;

import io.murmuration.central.proxy.ProxiedService.Source;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service's proxy: bodies stream through both ways under the slower side's pace and are never
 * looked at; a service that cannot be reached is answered with 502 by the proxy library. Confined
 * to one event loop.
 *
 * <p>Only method, path and status reach the log: queries, headers and bodies can hold secrets.
 */
final class ServiceProxy implements ProxyInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /** Set by components that change services for the hub itself: nothing new for it. */
  private static final String OWN_CALL = "User-Header";

  private static final String OWN_CALL_VALUE = "distcloud";

  private final ProxiedService service;
  private final int most;
  private final Consumer<Source> changed;
  private int underWay;

  private ServiceProxy(ProxiedService service, int most, Consumer<Source> changed) {
    this.service = service;
    this.most = most;
    this.changed = changed;
  }

  /**
   * @param changed told of each source that has something new; must not block
   */
  static Handler<HttpServerRequest> to(
      Vertx vertx,
      ProxiedService service,
      URI target,
      ProxySettings settings,
      Consumer<Source> changed) {
    boolean tls = "https".equals(target.getScheme());
    var client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(tls)
                .setConnectTimeout(Math.toIntExact(settings.connect().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(Math.toIntExact(settings.idle().toMillis())),
            new PoolOptions()
                .setHttp1MaxSize(settings.atOnce())
                .setMaxWaitQueueSize(settings.atOnce()));
    int port = target.getPort() > 0 ? target.getPort() : tls ? HTTPS : HTTP;
    return HttpProxy.reverseProxy(client)
        .origin(port, target.getHost())
        .addInterceptor(new ServiceProxy(service, settings.atOnce(), changed));
  }

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    if (underWay == most) {
      return Future.succeededFuture(
          context
              .request()
              .release()
              .response()
              .setStatusCode(503)
              .putHeader("Retry-After", "1")
              .setBody(Body.body(Buffer.buffer("Too many requests at once; try again soon.\n"))));
    }
    underWay++;
    return context.sendRequest().onFailure(_ -> underWay--);
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    boolean counted = context.response().proxiedResponse() != null;
    notice(context);
    return context
        .sendResponse()
        .onComplete(_ -> {
          if (counted) {
            underWay--;
          }
        });
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** Before the answer goes out: whoever gets it finds the source being read. */
  private void notice(ProxyContext context) {
    var request = context.request();
    var path = path(request.getURI());
    var method = request.getMethod().name();
    int status = context.response().getStatusCode();
    LOG.debug("proxy {} {} {} status={}", service.wireName(), method, path, status);
    if (!OWN_CALL_VALUE.equals(request.headers().get(OWN_CALL))) {
      ProxyRules.concerns(service, method, path, status).ifPresent(changed);
    }
  }
}
