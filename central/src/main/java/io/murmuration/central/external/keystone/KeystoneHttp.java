package io.murmuration.central.external.keystone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One resource of Keystone: {@code /auth/tokens}. Bounded in time and size. Thread-safe. */
final class KeystoneHttp implements AutoCloseable {
  private static final int LARGEST = 1 << 20;
  private static final int FIRST_FAILURE = 500;
  private static final int BUSY = 429;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI tokens;
  private final HttpClient client;

  KeystoneHttp(URI url, Duration connectTimeout) {
    this.tokens = URI.create(url + "/auth/tokens?nocatalog");
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .build();
  }

  /**
   * @param subjectToken the header; null if absent
   * @param body a missing node if it is no JSON
   */
  record Reply(int status, @Nullable String subjectToken, JsonNode body) {
    /** Never the token. */
    @Override
    public String toString() {
      return "status " + status;
    }
  }

  /**
   * @throws KeystoneAwayException if there is no answer in time, or one that says that it failed
   * @throws KeystoneBusyException if it wants to be asked later
   */
  Reply get(Map<String, String> headers, Deadline deadline) throws InterruptedException {
    var request = HttpRequest.newBuilder(tokens).GET();
    headers.forEach(request::header);
    return send(request.build(), deadline);
  }

  /**
   * @throws KeystoneAwayException as {@link #get}
   */
  Reply post(JsonNode body, Deadline deadline) throws InterruptedException {
    var text = BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8);
    var request = HttpRequest.newBuilder(tokens).header("Content-Type", "application/json");
    return send(request.POST(text).build(), deadline);
  }

  /** The client's own time-out ends with the headers; this one includes the body. */
  private Reply send(HttpRequest request, Deadline deadline) throws InterruptedException {
    var handler =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST);
    var answer = client.sendAsync(request, handler);
    try {
      var response = answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() == BUSY) {
        throw new KeystoneBusyException();
      }
      if (response.statusCode() >= FIRST_FAILURE) {
        throw new KeystoneAwayException("answers with status " + response.statusCode());
      }
      return new Reply(
          response.statusCode(),
          response.headers().firstValue("X-Subject-Token").orElse(null),
          json(response.body()));
    } catch (TimeoutException _) {
      throw new KeystoneAwayException("does not answer in time");
    } catch (ExecutionException e) {
      throw new KeystoneAwayException("cannot be reached (" + kind(e.getCause()) + ")");
    } finally {
      answer.cancel(true);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }

  private static String kind(@Nullable Throwable cause) {
    return cause == null ? "no reason known" : cause.getClass().getSimpleName();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
