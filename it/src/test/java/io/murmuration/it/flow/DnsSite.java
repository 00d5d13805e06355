package io.murmuration.it.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A site that gives tokens, is well, and keeps its name servers; or never answers. Thread-safe. */
final class DnsSite implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private final boolean silent;
  private final HttpServer server;
  private volatile String nameservers = "";

  DnsSite(boolean silent) {
    this.silent = silent;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  String nameservers() {
    return nameservers;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (silent) {
        over.await();
        return;
      }
      var body = exchange.getRequestBody().readAllBytes();
      switch (exchange.getRequestURI().getPath()) {
        case "/v3/auth/tokens" -> {
          exchange.getResponseHeaders().add("X-Subject-Token", "t");
          send(exchange, 201, "{}");
        }
        case "/v1/servicegroup" ->
            send(
                exchange,
                200,
                "{\"sm_servicegroup\":[{\"name\":\"controller-services\",\"state\":\"active\"}]}");
        case "/v1/idns", "/v1/idns/dns-1" -> {
          if (exchange.getRequestMethod().equals("PATCH")) {
            for (var operation : JSON.readTree(body)) {
              if (operation.path("path").asText().equals("/nameservers")) {
                nameservers = operation.path("value").asText();
              }
            }
          }
          send(
              exchange,
              200,
              "{\"idnss\":[{\"uuid\":\"dns-1\",\"nameservers\":\"" + nameservers + "\"}]}");
        }
        default -> send(exchange, 404, "{}");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
