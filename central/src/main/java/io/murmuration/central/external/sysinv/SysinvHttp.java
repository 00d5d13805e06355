package io.murmuration.central.external.sysinv;

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

/** GET with the hub's own token. Neither answers nor tokens are logged. Thread-safe; blocks. */
final class SysinvHttp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SysinvHttp.class);
  private static final int LARGEST = 4 << 20;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI base;
  private final ServiceTokens tokens;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param base without path
   * @param timeout for one answer, its body included
   */
  SysinvHttp(URI base, ServiceTokens tokens, Duration timeout) {
    this.base = base;
    this.tokens = tokens;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** Empty if there is no answer in time, or another than 200 and JSON; the log says why. */
  Optional<JsonNode> get(String path) {
    try {
      var token = tokens.token(null);
      if (token.isEmpty()) {
        return Optional.empty();
      }
      var reply = send(path, token.get());
      if (reply.statusCode() == UNAUTHORIZED) {
        var fresh = tokens.token(token.get());
        if (fresh.isEmpty()) {
          return Optional.empty();
        }
        reply = send(path, fresh.get());
      }
      return reply.statusCode() == OK
          ? Optional.of(MAPPER.readTree(new String(reply.body(), StandardCharsets.UTF_8)))
          : unread(path, "status " + reply.statusCode());
    } catch (TimeoutException _) {
      return unread(path, "no answer in " + timeout.toSeconds() + " s");
    } catch (JsonProcessingException _) {
      return unread(path, "an answer that is no JSON");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      return unread(path, cause == null ? "no reason known" : cause.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private HttpResponse<byte[]> send(String path, String token)
      throws InterruptedException, ExecutionException, TimeoutException {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
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

  private Optional<JsonNode> unread(String path, String why) {
    LOG.warn("system controller: sysinv {} not read: {}", path, why);
    return Optional.empty();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
