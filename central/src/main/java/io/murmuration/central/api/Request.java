package io.murmuration.central.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has passed routing, authentication and the size limit.
 *
 * @param path as sent, without the query; for people, routing is done
 * @param params the variables of the route, decoded
 * @param queries the first value of each query parameter, decoded
 * @param headers by lower-case name
 * @param requestId {@code req-<uuid>}, in the answer's header, in every log line and in the audit
 *     trail
 */
public record Request(
    HttpMethod method,
    String path,
    Map<String, String> params,
    Map<String, String> queries,
    Map<String, String> headers,
    Caller caller,
    String requestId,
    Body body) {

  /**
   * A variable of the route.
   *
   * @throws IllegalArgumentException if the route has no such variable
   */
  public String param(String name) {
    var value = params.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "param: " + name + " (expected: one of " + params.keySet() + ")");
    }
    return value;
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(queries.get(name));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Media type in lower case, without parameters; empty if none was sent. */
  public String contentType() {
    return body.mediaType();
  }

  /**
   * The body as JSON; an absent body is a mistake.
   *
   * @throws RefusedException 400 with line and column if it is not JSON
   */
  public JsonNode json() {
    return body.json();
  }

  /**
   * The body as a form.
   *
   * @throws RefusedException 400 if it is no {@code multipart/form-data}
   */
  public Multipart multipart() {
    return body.multipart();
  }

  /**
   * The body as UTF-8 text; empty if there is none.
   *
   * @throws RefusedException 400 if it is not UTF-8
   */
  public String text() {
    return body.text();
  }

  /**
   * The body of a route that reads it itself ({@link ApiRouter#onStream}). Reading blocks, and
   * throws {@link RefusedException} 408 when nothing comes for too long; an {@link
   * java.io.IOException} says that the client is gone.
   *
   * @throws IllegalStateException for any other route
   */
  public InputStream stream() {
    var stream = body.stream();
    if (stream == null) {
      throw new IllegalStateException("body of " + path + ": read already (expected: a stream)");
    }
    return stream;
  }
}
