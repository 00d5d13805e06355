package io.murmuration.central.api.http;

import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.ApiRouter.Route;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST listener. HTTP/1.1; TLS is the business of the proxy in front of it. */
public final class RestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
  private static final int EVENT_LOOPS = 2;
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final HttpServer server;
  private final ExecutorService threads;
  private final String host;
  private final List<Route> routes;

  private RestServer(
      Vertx vertx, HttpServer server, ExecutorService threads, String host, List<Route> routes) {
    this.vertx = vertx;
    this.server = server;
    this.threads = threads;
    this.host = host;
    this.routes = routes;
  }

  /**
   * Listens.
   *
   * @throws IllegalStateException if the address cannot be had
   */
  public static RestServer start(RestSettings settings, ApiRouter router, RestPorts ports) {
    var vertx = Vertx.vertx(vertxOptions());
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rest-", 0).factory());
    var server = vertx.createHttpServer(httpOptions(settings));
    var admission = new Admission(settings.requests(), settings.workers(), settings.workerWait());
    ports.metrics().watch(admission);
    var routes = new RouteTable(router.routes());
    var connections =
        new Connections(settings.connections(), settings.idleTimeout(), ports.metrics()::nanoTime);
    vertx.setPeriodic(SWEEP.toMillis(), _ -> connections.closeIdle());
    server.connectionHandler(connections::opened);
    server.invalidRequestHandler(RestServer::refuseMalformed);
    server.requestHandler(request -> {
      connections.busy(request);
      var loop = vertx.getOrCreateContext();
      new Exchange(request, loop, settings, ports, admission).begin(routes, threads);
    });
    var rest = new RestServer(vertx, server, threads, settings.host(), router.routes());
    try {
      await(server.listen(), START);
    } catch (IllegalStateException e) {
      rest.close();
      throw new IllegalStateException(
          "cannot listen at %s:%d for REST".formatted(settings.host(), settings.port()), e);
    }
    return rest;
  }

  /** What is served. */
  public List<Route> routes() {
    return routes;
  }

  /** The port in use. */
  public int port() {
    return server.actualPort();
  }

  /** {@code http://host:port}, for people. */
  public String url() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return "http://%s:%d".formatted(name, port());
  }

  /** Accepts nothing more, lets requests end for ten seconds, then closes. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      await(server.shutdown(DRAIN.toMillis(), TimeUnit.MILLISECONDS), DRAIN.plus(DRAIN));
    } catch (IllegalStateException e) {
      LOG.warn("requests did not end in time", e);
    }
    threads.shutdownNow();
    await(vertx.close(), DRAIN);
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(EVENT_LOOPS)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private static HttpServerOptions httpOptions(RestSettings settings) {
    return new HttpServerOptions()
        .setHost(settings.host())
        .setPort(settings.port())
        .setHttp2ClearTextEnabled(false)
        .setMaxHeaderSize(settings.headerLimit())
        .setMaxInitialLineLength(settings.headerLimit())
        // for clients that do not read their answer; longer than any honest request takes
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(Math.toIntExact(settings.idleTimeout().multipliedBy(2).toSeconds() + 1))
        .setHandle100ContinueAutomatically(false);
  }

  /** What is not HTTP gets the contract's page too; the connection cannot be used after it. */
  private static void refuseMalformed(HttpServerRequest request) {
    var cause = request.decoderResult().cause();
    int status =
        cause instanceof TooLongHttpHeaderException
            ? 431
            : cause instanceof TooLongHttpLineException ? 414 : 400;
    var page = ErrorPage.of(status, null, request.getHeader(HttpHeaders.ACCEPT));
    request
        .response()
        .setStatusCode(status)
        .setStatusMessage(ErrorPage.reason(status))
        .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(Buffer.buffer(page.body()))
        .onComplete(_ -> request.connection().close());
  }

  private static void await(Future<?> future, Duration most) {
    try {
      future.toCompletionStage().toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("not done in " + most.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
