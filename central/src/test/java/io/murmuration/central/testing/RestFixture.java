package io.murmuration.central.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.http.RestMetrics;
import io.murmuration.central.api.http.RestPorts;
import io.murmuration.central.api.http.RestServer;
import io.murmuration.central.api.http.RestSettings;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.central.testing.contract.CheckedHttp;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Features behind the real REST server, on a free port, with real HTTP in front. Tokens are names
 * of callers: {@code admin} (roles admin, member, reader), {@code admin-only}, {@code reader},
 * {@code operator}, {@code configurator}, {@code stranger} (of another project).
 */
public final class RestFixture implements AutoCloseable {
  private static final int SOCKET_PATIENCE_MILLIS = 20_000;

  private final RecordingFaults faults = new RecordingFaults();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final CheckedHttp client = CheckedHttp.ofServer();
  private final RestServer server;

  private RestFixture(RestSettings settings, Feature... features) {
    var router = new ApiRouter();
    for (var feature : features) {
      feature.mount(router);
    }
    this.server =
        RestServer.start(
            settings,
            router,
            new RestPorts(
                new FixedIdentities(),
                DatabaseFailures::answer,
                faults,
                new RestMetrics(registry),
                () -> "req-" + UUID.randomUUID()));
  }

  public MeterRegistry registry() {
    return registry;
  }

  public static RestFixture serving(Feature... features) {
    return new RestFixture(settings(), features);
  }

  public static RestFixture serving(RestSettings settings, Feature... features) {
    return new RestFixture(settings, features);
  }

  /** Small limits, so that tests reach them: 4 KiB of body, 4 requests, 2 workers. */
  public static RestSettings tight() {
    return new RestSettings(
        "127.0.0.1",
        0,
        null,
        new RestSettings.Limits(
            4_096,
            4_096,
            32,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            8,
            8,
            4,
            2,
            Duration.ofMillis(100)));
  }

  /** Limits that no honest test meets. */
  public static RestSettings settings() {
    return new RestSettings(
        "127.0.0.1",
        0,
        null,
        new RestSettings.Limits(
            1 << 20,
            16_384,
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            100,
            100,
            64,
            16,
            Duration.ofSeconds(10)));
  }

  /** What went wrong behind the answers; empty unless a test provokes it. */
  public RecordingFaults faults() {
    return faults;
  }

  /** Connections that a limit has ended for this reason. */
  public double cut(String why) {
    var counter = registry.find("murmuration.rest.cut").tag("why", why).counter();
    return counter == null ? 0 : counter.count();
  }

  public String url() {
    return server.url();
  }

  public int port() {
    return server.port();
  }

  /** A request to build on, with the caller's token; null sends none. */
  public HttpRequest.Builder request(String path, @Nullable String token) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", "*/*");
    return token == null ? request : request.header("X-Auth-Token", token);
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** As {@code admin}. */
  public HttpResponse<String> get(String path) {
    return send(request(path, "admin").GET().build());
  }

  /** JSON as {@code admin}. */
  public HttpResponse<String> json(String method, String path, String json) {
    return send(
        request(path, "admin")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  /** A form as {@code admin}, written as the contract's client writes it. */
  public HttpResponse<String> form(String method, String path, FormBody form) {
    return send(
        request(path, "admin")
            .header("Content-Type", form.contentType())
            .method(method, HttpRequest.BodyPublishers.ofByteArray(form.bytes()))
            .build());
  }

  /** Without a body, as {@code admin}. */
  public HttpResponse<String> delete(String path) {
    return send(request(path, "admin").DELETE().build());
  }

  /** Sends these bytes and returns all that the server says until it closes the connection. */
  public String raw(String sent) {
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(SOCKET_PATIENCE_MILLIS);
      socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError("the connection broke", e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
    faults.assertNone();
  }
}
