package io.murmuration.central.api.http;

import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.ApiRouter.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST listener: HTTP/1.1, with TLS if it is configured. */
public final class RestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
  private static final int EVENT_LOOPS = 2;
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration RELOAD = Duration.ofSeconds(5);
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final HttpServer server;
  private final ExecutorService threads;
  private final RestSettings settings;
  private final List<Route> routes;

  private RestServer(
      Vertx vertx,
      HttpServer server,
      ExecutorService threads,
      RestSettings settings,
      List<Route> routes) {
    this.vertx = vertx;
    this.server = server;
    this.threads = threads;
    this.settings = settings;
    this.routes = routes;
  }

  /**
   * Listens.
   *
   * @throws IllegalStateException if the address cannot be had, or the certificate cannot be read
   */
  public static RestServer start(RestSettings settings, ApiRouter router, RestPorts ports) {
    var limits = settings.limits();
    var certificate = Optional.ofNullable(settings.tls()).map(RestCertificate::read);
    var vertx = Vertx.vertx(vertxOptions());
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rest-", 0).factory());
    var server = vertx.createHttpServer(httpOptions(settings, certificate));
    var admission = new Admission(limits.requests(), limits.workers(), limits.workerWait());
    ports.metrics().watch(admission);
    var routes = new RouteTable(router.routes());
    var connections = new Connections(limits, ports.metrics());
    vertx.setPeriodic(SWEEP.toMillis(), _ -> connections.closeOverdue());
    server.connectionHandler(connection -> {
      StrictHead.watch(connection);
      connections.opened(connection);
    });
    server.invalidRequestHandler(RestServer::refuseMalformed);
    server.requestHandler(request -> {
      var why = connections.whyNot(request.connection());
      if (why.isPresent()) {
        refuse(request, 503, why.get() + "; nothing was done. Try again later.");
      } else if (lines(request) > limits.headers()) {
        refuse(
            request,
            431,
            "headers: %d lines (expected: at most %d)".formatted(lines(request), limits.headers()));
      } else {
        var loop = vertx.getOrCreateContext();
        new Exchange(request, loop, limits, ports, admission, connections).begin(routes, threads);
      }
    });
    var rest = new RestServer(vertx, server, threads, settings, router.routes());
    try {
      await(server.listen(), START);
    } catch (IllegalStateException e) {
      rest.close();
      throw new IllegalStateException(
          "cannot listen at %s:%d for REST".formatted(settings.host(), settings.port()), e);
    }
    certificate.ifPresent(first ->
        vertx.setPeriodic(RELOAD.toMillis(), _ -> threads.execute(() -> first.renew(server))));
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

  /** {@code http://host:port} or {@code https://host:port}, as seen from this machine. */
  public String url() {
    return settings.url(port()).seenBy("127.0.0.1").text();
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

  private static HttpServerOptions httpOptions(
      RestSettings settings, Optional<RestCertificate> certificate) {
    var limits = settings.limits();
    var options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setHttp2ClearTextEnabled(false)
            .setAlpnVersions(List.of(HttpVersion.HTTP_1_1))
            .setMaxHeaderSize(limits.header())
            .setMaxInitialLineLength(limits.header())
            // for clients that are gone without a word; longer than any honest request takes
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setIdleTimeout(Math.toIntExact(limits.idleTimeout().multipliedBy(2).toSeconds() + 1))
            .setHandle100ContinueAutomatically(false);
    certificate.ifPresent(pair ->
        options
            .setSsl(true)
            .setKeyCertOptions(pair.pem())
            .setEnabledSecureTransportProtocols(RestCertificate.PROTOCOLS)
            .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
            .setSslHandshakeTimeout(HANDSHAKE.toSeconds()));
    return options;
  }

  /** Names that come more than once count more than once. */
  private static int lines(HttpServerRequest request) {
    int lines = 0;
    for (var _ : request.headers()) {
      lines++;
    }
    return lines;
  }

  /** What is not HTTP gets the contract's page too. */
  private static void refuseMalformed(HttpServerRequest request) {
    var malformed = MalformedRequest.of(request.decoderResult().cause());
    refuse(request, malformed.status(), malformed.why());
  }

  /** The connection cannot be used after it. */
  private static void refuse(HttpServerRequest request, int status, @Nullable String detail) {
    var page = ErrorPage.of(status, detail, request.getHeader(HttpHeaders.ACCEPT));
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
