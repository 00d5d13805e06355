package io.murmuration.central.testing.contract;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

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
    if (!onlyKnownPaths || ApiContract.knows(request.uri().getRawPath())) {
      ApiContract.check(seen(request, response));
    }
    return response;
  }

  /** The same, of an exchange that went over another client. */
  public static Seen seen(HttpRequest request, HttpResponse<String> response) {
    var uri = request.uri();
    return new Seen(
        request.method(),
        uri.getRawPath(),
        Optional.ofNullable(uri.getRawQuery()).orElse(""),
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
