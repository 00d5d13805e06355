package io.murmuration.central.testing.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The HTTP client of tests: whatever it gets is held against the OpenAPI document before the test
 * sees it.
 */
public final class CheckedHttp implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final boolean onlyKnownPaths;

  private CheckedHttp(boolean onlyKnownPaths) {
    this.onlyKnownPaths = onlyKnownPaths;
  }

  /** For a hub: what is not in the document is a failure. */
  public static CheckedHttp ofHub() {
    return new CheckedHttp(false);
  }

  /** For a server with resources that tests made up: only paths of the document are checked. */
  public static CheckedHttp ofServer() {
    return new CheckedHttp(true);
  }

  /**
   * @throws AssertionError if the answer is not as documented
   */
  public HttpResponse<String> send(HttpRequest request, HttpResponse.BodyHandler<String> as)
      throws IOException, InterruptedException {
    var response = client.send(request, as);
    if (isDocumented(request)) {
      ApiContract.check(seen(request, response));
    }
    return response;
  }

  /**
   * The answer as it came, packed or not.
   *
   * @throws AssertionError if the answer is not as documented
   */
  public HttpResponse<byte[]> fetch(HttpRequest request) throws IOException, InterruptedException {
    var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (isDocumented(request)) {
      ApiContract.check(seen(request, response, text(response)));
    }
    return response;
  }

  private boolean isDocumented(HttpRequest request) {
    return !onlyKnownPaths || ApiContract.knows(request.uri().getRawPath());
  }

  private static String text(HttpResponse<byte[]> response) throws IOException {
    var packed = response.headers().firstValue("Content-Encoding").filter("gzip"::equals);
    if (packed.isEmpty()) {
      return new String(response.body(), StandardCharsets.UTF_8);
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The same, of an exchange that went over another client. */
  public static Seen seen(HttpRequest request, HttpResponse<String> response) {
    return seen(request, response, response.body());
  }

  private static Seen seen(HttpRequest request, HttpResponse<?> response, String body) {
    var uri = request.uri();
    return new Seen(
        request.method(),
        uri.getRawPath(),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        body);
  }

  @Override
  public void close() {
    client.close();
  }
}
