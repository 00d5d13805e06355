package io.murmuration.it.fault.watch;

import io.murmuration.it.fault.world.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;

/** A REST client that expects nodes to be dead, frozen or wrong. Thread-safe. */
final class NodeClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .build();
  private final Duration patience;

  /**
   * @param patience with one answer
   */
  NodeClient(Duration patience) {
    this.patience = patience;
  }

  /**
   * Any answer, whatever its status.
   *
   * @throws IOException if there is none: whether the request was done is not known
   */
  HttpResponse<String> send(Node node, String method, String path, String body)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(node.hub().rest().base() + path))
            .timeout(patience)
            .header("X-Auth-Token", token(node))
            .header("Accept", "application/json");
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/yaml")
          .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String token(Node node) {
    try {
      return Files.readString(node.hub().dir().resolve("central").resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
