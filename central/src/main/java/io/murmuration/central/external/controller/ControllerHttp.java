package io.murmuration.central.external.controller;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.external.keystone.ServiceTokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GET with the hub's own token. Bounded in time and size. Thread-safe; blocks. */
final class ControllerHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerHttp.class);
  private static final int LARGEST = 4 << 20;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ServiceTokens tokens;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param timeout for one answer, its body included
   */
  ControllerHttp(ServiceTokens tokens, Duration timeout) {
    this.tokens = tokens;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** Empty if there is no answer in time, or another than 200 and JSON; the log says why. */
  Optional<JsonNode> get(URI base, String path) {
    var uri = base.resolve(path);
    try {
      var token = tokens.token(null);
      if (token.isEmpty()) {
        return Optional.empty();
      }
      var reply = send(uri, token.get());
      if (reply.statusCode() == UNAUTHORIZED) {
        var fresh = tokens.token(token.get());
        if (fresh.isEmpty()) {
          return Optional.empty();
        }
        reply = send(uri, fresh.get());
      }
      return reply.statusCode() == OK
          ? Optional.of(MAPPER.readTree(new String(reply.body(), StandardCharsets.UTF_8)))
          : unread(uri, "status " + reply.statusCode());
    } catch (TimeoutException _) {
      return unread(uri, "no answer in " + timeout.toSeconds() + " s");
    } catch (JsonProcessingException _) {
      return unread(uri, "an answer that is no JSON");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      return unread(uri, cause == null ? "no reason known" : cause.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private HttpResponse<byte[]> send(URI uri, String token)
      throws InterruptedException, ExecutionException, TimeoutException {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header("X-Auth-Token", token)
            .GET()
            .build();
    var answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  private static Optional<JsonNode> unread(URI uri, String why) {
    LOG.warn("system controller: {} not read: {}", uri, why);
    return Optional.empty();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
