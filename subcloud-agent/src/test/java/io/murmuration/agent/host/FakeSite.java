package io.murmuration.agent.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Keystone and the DNS row of a sysinv at one site's address; may fall silent. Thread-safe. */
final class FakeSite implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String nameservers = "";
  private volatile boolean frozen;

  FakeSite() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String nameservers() {
    return nameservers;
  }

  /** Takes requests and never answers. */
  void freeze() {
    frozen = true;
  }

  /** Writes the file that makes a host keep this site. */
  void describe(Path sites, String name, Path password) {
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    var lines =
        """
        address=127.0.0.1
        token.file=%1$s.token
        starlingx.keystone.url=%2$s
        starlingx.sysinv.url=%2$s
        starlingx.usm.url=%2$s
        starlingx.fm.url=%2$s
        starlingx.dcdbsync.url=
        starlingx.user=dcmanager
        starlingx.password.file=%3$s
        """
            .formatted(name, url, password);
    try {
      Files.writeString(sites.resolve(name + ".token"), "token-of-" + name + "\n");
      Files.writeString(sites.resolve(name + ".properties"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (frozen) {
        over.await();
        return;
      }
      var path = exchange.getRequestURI().getPath();
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (path.equals("/v3/auth/tokens")) {
        exchange.getResponseHeaders().add("X-Subject-Token", "t");
        send(exchange, 201, "{}");
      } else if (path.startsWith("/v1/idns")) {
        if (exchange.getRequestMethod().equals("PATCH")) {
          patch(body);
        }
        var row = "{\"uuid\":\"dns-1\",\"nameservers\":\"" + nameservers + "\"}";
        send(exchange, 200, "{\"idnss\":[" + row + "]}");
      } else if (path.equals("/v1/servicegroup")) {
        send(
            exchange,
            200,
            "{\"sm_servicegroup\":[{\"name\":\"controller-services\",\"state\":\"active\"}]}");
      } else {
        send(exchange, 404, "{}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (InvalidJsonException e) {
      throw new IllegalStateException(e);
    }
  }

  private void patch(String body) throws InvalidJsonException {
    if (CanonicalJson.parse(body.getBytes(UTF_8)) instanceof List<?> operations) {
      for (var operation : operations) {
        if (operation instanceof Map<?, ?> each && "/nameservers".equals(each.get("path"))) {
          nameservers = String.valueOf(each.get("value"));
        }
      }
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
