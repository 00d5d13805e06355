package io.murmuration.central.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.murmuration.central.proxy.ProxiedService.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceProxyTest {
  private static final int MOST = 2;
  private static final int CHUNK = 1 << 20;

  @AutoClose private final HttpClient client = HttpClient.newHttpClient();
  @AutoClose private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Source> changed = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(201);
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final CountDownLatch open = new CountDownLatch(1);
  private HttpServer keystone;
  private ServiceProxies proxies;

  @BeforeEach
  void start() throws IOException {
    keystone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keystone.setExecutor(threads);
    keystone.createContext("/", this::answer);
    keystone.start();
    var target = URI.create("http://127.0.0.1:" + keystone.getAddress().getPort());
    proxies =
        ServiceProxies.start(
            new ProxySettings(
                "127.0.0.1",
                Map.of(ProxiedService.IDENTITY, new ProxySettings.Service(0, target)),
                MOST,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30)),
            changed::add);
  }

  @AfterEach
  void stop() {
    open.countDown();
    proxies.close();
    keystone.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/slow")) {
      waiting.incrementAndGet();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      byte[] buffer = new byte[CHUNK];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        received.addAndGet(n);
      }
      exchange.getResponseHeaders().add("X-Seen", exchange.getRequestURI().toString());
      byte[] text = "answered".getBytes(UTF_8);
      boolean empty = status.get() == 204;
      exchange.sendResponseHeaders(status.get(), empty ? -1 : text.length);
      if (!empty) {
        exchange.getResponseBody().write(text);
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + proxies.port(ProxiedService.IDENTITY) + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatIsCalledReachesTheServiceAndItsAnswerComesBack() {
    var answer = send(request("/v3/users?name=a%20b").POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("answered");
    assertThat(answer.headers().firstValue("X-Seen")).contains("/v3/users?name=a%20b");
    assertThat(changed).containsExactly(Source.IDENTITY);
  }

  @Test
  void aRefusedChangeAndAReadingAreNoNews() {
    status.set(409);
    assertThat(send(request("/v3/users").POST(BodyPublishers.ofString("{}"))).statusCode())
        .isEqualTo(409);
    status.set(200);
    send(request("/v3/users").GET());
    assertThat(changed).isEmpty();
  }

  @Test
  void whatTheHubsOwnComponentsChangeIsNoNews() {
    send(
        request("/v3/users")
            .header("User-Header", "distcloud")
            .POST(BodyPublishers.ofString("{}")));
    assertThat(changed).isEmpty();
  }

  @Test
  void anAnswerWithoutBodyIsPassedOnAsSuch() {
    status.set(204);
    var answer = send(request("/v3/auth/tokens").DELETE());
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(changed).containsExactly(Source.IDENTITY);
  }

  @Test
  void aLargeBodyStreamsThrough() {
    int chunks = 64;
    var chunk = new byte[CHUNK];
    send(
        request("/v3/large")
            .POST(
                BodyPublishers.ofByteArrays(() -> Collections.nCopies(chunks, chunk).iterator())));
    assertThat(received).hasValue((long) chunks * CHUNK);
  }

  @Test
  void moreRequestsThanMayBeAreTurnedAwayWithWords() {
    for (int i = 0; i < MOST; i++) {
      threads.execute(() -> send(request("/slow").GET()));
    }
    await().until(() -> waiting.get() == MOST);
    var answer = send(request("/v3/users").GET());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("Too many requests");
    open.countDown();
    await().until(() -> send(request("/v3/users").GET()).statusCode() == 201);
  }

  @Test
  void aServiceThatIsAwayIsAnsweredFor() {
    keystone.stop(0);
    assertThat(send(request("/v3/users").POST(BodyPublishers.ofString("{}"))).statusCode())
        .isEqualTo(502);
    assertThat(changed).isEmpty();
  }
}
