package io.murmuration.central.external.keystone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Log-in and validation of a Keystone, with real HTTP, that can be made to fail. */
final class FakeKeystone implements AutoCloseable {
  /** How it behaves. */
  enum Mood {
    WELL,
    BROKEN,
    SILENT,
    NONSENSE,
    FORBIDDING,
    ENDLESS
  }

  /** What a token brings about. */
  sealed interface Fate {
    /** An answer of this status. */
    record Status(int code) implements Fate {}

    /** The connection ends without an answer. */
    record Dropped() implements Fate {}

    /** No answer. */
    record Silence() implements Fate {}
  }

  final Map<String, String> tokens = new ConcurrentHashMap<>();
  final AtomicInteger logins = new AtomicInteger();
  final AtomicInteger questions = new AtomicInteger();

  /** What happens to questions about these tokens alone. */
  final Map<String, Fate> fates = new ConcurrentHashMap<>();

  volatile Mood mood = Mood.WELL;
  volatile String password = "s3cret";
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  FakeKeystone() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v3/auth/tokens", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:%d/v3".formatted(server.getAddress().getPort()));
  }

  /** A token as Keystone describes it. */
  void knows(String token, String user, String project, String domain, String role) {
    tokens.put(
        token,
        """
        {"token": {"user": {"name": "%s"}, "expires_at": "2026-01-01T01:00:00.000000Z",
          "project": {"name": "%s", "domain": {"id": "x", "name": "%s"}},
          "roles": [{"id": "1", "name": "%s"}]}}
        """
            .formatted(user, project, domain, role));
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      var fate = fates.get(Objects.requireNonNullElse(subject(http), ""));
      if (fate == null) {
        general(http);
        return;
      }
      switch (fate) {
        case Fate.Status(int code) -> answer(http, code, "{}");
        case Fate.Dropped _ -> {}
        case Fate.Silence _ -> closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable String subject(HttpExchange http) {
    return http.getRequestHeaders().getFirst("X-Subject-Token");
  }

  private void general(HttpExchange http) throws IOException, InterruptedException {
    switch (mood) {
      case WELL -> well(http);
      case BROKEN -> answer(http, 500, "{}");
      case NONSENSE -> answer(http, http.getRequestMethod().equals("POST") ? 201 : 200, "<html>");
      case FORBIDDING -> forbidding(http);
      case SILENT -> closed.await();
      case ENDLESS -> endless(http);
    }
  }

  private void well(HttpExchange http) throws IOException {
    if (http.getRequestMethod().equals("POST")) {
      var body = new String(http.getRequestBody().readAllBytes(), UTF_8);
      if (!body.contains("\"" + password + "\"")) {
        answer(http, 401, "{}");
        return;
      }
      http.getResponseHeaders().set("X-Subject-Token", "own-" + logins.incrementAndGet());
      answer(http, 201, "{}");
      return;
    }
    questions.incrementAndGet();
    if (!("own-" + logins.get()).equals(http.getRequestHeaders().getFirst("X-Auth-Token"))) {
      answer(http, 401, "{}");
      return;
    }
    var token = String.valueOf(subject(http));
    if (token.equals("own-" + logins.get())) {
      answer(http, 200, "{}");
      return;
    }
    var known = Optional.ofNullable(tokens.get(token));
    answer(http, known.isPresent() ? 200 : 404, known.orElse("{}"));
  }

  private void forbidding(HttpExchange http) throws IOException {
    if (http.getRequestMethod().equals("POST")) {
      well(http);
    } else {
      answer(http, 403, "{}");
    }
  }

  /** Starts to answer and never ends. */
  private void endless(HttpExchange http) throws IOException, InterruptedException {
    http.sendResponseHeaders(200, 0);
    http.getResponseBody().write('{');
    http.getResponseBody().flush();
    closed.await();
  }

  private static void answer(HttpExchange http, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}
