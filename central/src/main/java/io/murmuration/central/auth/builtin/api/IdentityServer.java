package io.murmuration.central.auth.builtin.api;

import io.murmuration.central.api.Json;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.api.http.MalformedRequest;
import io.murmuration.central.api.http.StrictHead;
import io.murmuration.central.auth.builtin.PasswordCheck;
import io.murmuration.central.auth.builtin.Tokens;
import io.murmuration.central.auth.builtin.Users;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.store.DatabaseFailures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of the built-in identity service. HTTP/1.1. Small limits, because its requests are
 * small: 64 KiB of body, 16 KiB of headers, 10 s for a request to arrive.
 */
public final class IdentityServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityServer.class);
  private static final int BODY_LIMIT = 1 << 16;
  private static final int HEADER_LIMIT = 1 << 14;
  private static final Duration ARRIVAL = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final int IDLE_SECONDS = 30;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final Pattern HOST = Pattern.compile("([\\w.-]{1,253}|\\[[\\w:.]+])(:\\d{1,5})?");

  private final Vertx vertx;
  private final HttpServer server;
  private final ExecutorService threads;
  private final KeystoneApi api;
  private final Faults faults;
  private final ServiceUrl configured;
  private final Semaphore places;

  private IdentityServer(
      Vertx vertx,
      HttpServer server,
      ExecutorService threads,
      KeystoneApi api,
      Faults faults,
      IdentitySettings settings) {
    this.vertx = vertx;
    this.server = server;
    this.threads = threads;
    this.api = api;
    this.faults = faults;
    this.configured = ServiceUrl.http(settings.host(), settings.port());
    this.places = new Semaphore(settings.requests());
  }

  /** What it serves, and whom it tells. */
  public record Parts(
      Users users, PasswordCheck passwords, Tokens tokens, Consumer<String> onRevoked) {}

  /**
   * Listens.
   *
   * @param rest where this node's REST side is, for the catalog
   * @throws IllegalStateException if the address cannot be had
   */
  public static IdentityServer start(
      IdentitySettings settings, Parts parts, Supplier<ServiceUrl> rest, Faults faults) {
    var vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("identity-", 0).factory());
    var server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HEADER_LIMIT)
                .setMaxInitialLineLength(HEADER_LIMIT)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(IDLE_SECONDS));
    var catalog = new Catalog(settings.region(), rest, settings.restUrl(), settings.url());
    var api =
        new KeystoneApi(
            parts.users(), parts.passwords(), parts.tokens(), catalog, parts.onRevoked());
    var identity = new IdentityServer(vertx, server, threads, api, faults, settings);
    var open = new AtomicInteger();
    server.connectionHandler(connection -> {
      StrictHead.watch(connection);
      bound(connection, open, settings.connections());
    });
    server.invalidRequestHandler(IdentityServer::refuseMalformed);
    server.requestHandler(identity::receive);
    try {
      await(server.listen(), START);
    } catch (IllegalStateException e) {
      identity.close();
      throw new IllegalStateException(
          "cannot listen at %s:%d for log-ins (identity.host, identity.port)"
              .formatted(settings.host(), settings.port()),
          e);
    }
    return identity;
  }

  /** Where it listens, with the port in use. */
  public ServiceUrl url() {
    return ServiceUrl.http(configured.host(), server.actualPort());
  }

  /** Accepts nothing more, lets requests end for a moment, then closes. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      await(server.shutdown(DRAIN.toMillis(), TimeUnit.MILLISECONDS), DRAIN.plus(DRAIN));
    } catch (IllegalStateException e) {
      LOG.warn("log-ins did not end in time", e);
    }
    threads.shutdownNow();
    await(vertx.close(), DRAIN);
  }

  private static void bound(HttpConnection connection, AtomicInteger open, int most) {
    connection.closeHandler(_ -> open.decrementAndGet());
    if (open.incrementAndGet() > most) {
      connection.close();
    }
  }

  /** The connection cannot be used after it. */
  private static void refuseMalformed(HttpServerRequest http) {
    var malformed = MalformedRequest.of(http.decoderResult().cause());
    var why = Optional.ofNullable(malformed.why()).orElse("This is no HTTP that is spoken here.");
    send(http, KeystoneAnswer.no(malformed.status(), why).with("Connection", "close"));
  }

  /** On the event loop: collects the body within its limits, then hands over. */
  private void receive(HttpServerRequest http) {
    var loop = vertx.getOrCreateContext();
    if (!places.tryAcquire()) {
      send(http, KeystoneAnswer.no(503, "Too many requests at once; nothing was done. Try again."));
      return;
    }
    var collected = Buffer.buffer();
    var done = new boolean[1];
    long timer =
        vertx.setTimer(
            ARRIVAL.toMillis(),
            _ -> give(http, done, KeystoneAnswer.no(408, "The request did not arrive in time.")));
    http.handler(chunk -> {
      if (collected.length() + chunk.length() <= BODY_LIMIT) {
        collected.appendBuffer(chunk);
      } else {
        give(http, done, KeystoneAnswer.no(413, "The request is larger than 64 KiB."));
      }
    });
    http.exceptionHandler(_ -> {
      vertx.cancelTimer(timer);
      if (!done[0]) {
        done[0] = true;
        places.release();
      }
    });
    http.endHandler(_ -> {
      vertx.cancelTimer(timer);
      if (!done[0]) {
        done[0] = true;
        work(http, loop, collected.getBytes());
      }
    });
  }

  /** A "no" before the request was complete; the connection cannot be used after it. */
  private void give(HttpServerRequest http, boolean[] done, KeystoneAnswer answer) {
    if (!done[0]) {
      done[0] = true;
      places.release();
      send(http, answer.with("Connection", "close"));
    }
  }

  private void work(HttpServerRequest http, Context loop, byte[] body) {
    var request = request(http, body);
    try {
      threads.execute(() -> {
        try {
          var answer = answer(request);
          loop.runOnContext(_ -> send(http, answer));
        } finally {
          places.release();
        }
      });
    } catch (RejectedExecutionException _) {
      places.release();
      send(http, KeystoneAnswer.no(503, "This node is stopping."));
    }
  }

  // The executor's boundary: whatever happens must end in an answer.
  private KeystoneAnswer answer(KeystoneRequest request) {
    try {
      return api.handle(request);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return KeystoneAnswer.no(503, "This node is stopping.");
    } catch (RuntimeException | Error e) {
      var away = DatabaseFailures.answer(e);
      if (away.isPresent()) {
        return KeystoneAnswer.no(503, String.valueOf(away.get().detail()));
      }
      faults.report("identity " + request.method(), e);
      return KeystoneAnswer.no(500, "This is a bug; the log has it.");
    }
  }

  private KeystoneRequest request(HttpServerRequest http, byte[] body) {
    var path = Optional.ofNullable(http.path()).orElse("");
    var query = Optional.ofNullable(http.query()).orElse("");
    return new KeystoneRequest(
        http.method().name(),
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
        query.contains("nocatalog"),
        header(http, "X-Auth-Token"),
        header(http, "X-Subject-Token"),
        body,
        reached(http),
        http.remoteAddress().hostAddress());
  }

  private ServiceUrl reached(HttpServerRequest http) {
    var host = HOST.matcher(header(http, "Host"));
    if (!host.matches()) {
      return configured.seenBy(http.localAddress().hostAddress());
    }
    var port = host.group(2);
    boolean https = header(http, "X-Forwarded-Proto").equals("https");
    return new ServiceUrl(
        https ? "https" : "http",
        host.group(1),
        port == null ? (https ? HTTPS : HTTP) : Integer.parseInt(port.substring(1)));
  }

  private static String header(HttpServerRequest http, String name) {
    return Optional.ofNullable(http.getHeader(name)).orElse("");
  }

  /** On the event loop. */
  private static void send(HttpServerRequest http, KeystoneAnswer answer) {
    var response = http.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.body() == null) {
      response.end();
      return;
    }
    response.putHeader("Content-Type", "application/json");
    var bytes = Json.bytes(answer.body());
    if (http.method().name().equals("HEAD")) {
      response.putHeader("Content-Length", Integer.toString(bytes.length)).end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
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
