package io.murmuration.central.external.keystone;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * GET of the system controller's services with the hub's own token, which is renewed once if it is
 * refused. Bounded in time and size. Neither answers nor tokens are logged. Thread-safe; blocks.
 */
public final class ServiceHttp implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final ServiceTokens tokens;
  private final Duration timeout;
  private final int largest;
  private final HttpClient client;

  /**
   * @param timeout for one answer, its body included
   * @param largest body in bytes
   */
  public ServiceHttp(ServiceTokens tokens, Duration timeout, int largest) {
    this.tokens = tokens;
    this.timeout = timeout;
    this.largest = largest;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * The body of an answer 200.
   *
   * @throws UnansweredException if there is none in time, or another, or no token
   */
  public byte[] get(URI uri) throws UnansweredException {
    try {
      var token = token(null);
      var reply = send(uri, token);
      if (reply.statusCode() == UNAUTHORIZED) {
        reply = send(uri, token(token));
      }
      if (reply.statusCode() != OK) {
        throw new UnansweredException("status " + reply.statusCode());
      }
      return reply.body();
    } catch (TimeoutException _) {
      throw new UnansweredException("no answer in " + timeout.toSeconds() + " s");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      throw new UnansweredException(
          cause == null ? "no reason known" : cause.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnansweredException("not waited for: the hub stops");
    }
  }

  private String token(@Nullable String refused) throws InterruptedException, UnansweredException {
    return tokens
        .token(refused)
        .orElseThrow(() -> new UnansweredException("no token of the hub's user"));
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
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
