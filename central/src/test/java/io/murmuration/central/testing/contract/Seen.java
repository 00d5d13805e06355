package io.murmuration.central.testing.contract;

import io.murmuration.central.api.Answer;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request and its answer, as far as the document speaks of them.
 *
 * @param path as sent, without the query
 * @param query as sent, or empty
 * @param contentType of the answer; empty if it has none
 */
public record Seen(
    String method, String path, String query, int status, String contentType, String body) {

  /** An answer that did not go over HTTP, because the test called the endpoint. */
  public static Seen of(HttpMethod method, String path, Answer.Json answer) {
    var body = new String(Json.bytes(answer.body()), StandardCharsets.UTF_8);
    return new Seen(method.name(), path, "", answer.status(), "application/json", body);
  }

  /** The media type of the answer, without parameters. */
  String mediaType() {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip();
  }

  /** Names of the query's parameters, as sent, with their values. */
  Map<String, String> parameters() {
    var parameters = new TreeMap<String, String>();
    for (var pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      parameters.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    return parameters;
  }

  @Override
  public String toString() {
    return "%s %s%s: %d %s %s"
        .formatted(
            method,
            path,
            query.isEmpty() ? "" : "?" + query,
            status,
            contentType,
            body.length() > 2_000 ? body.substring(0, 2_000) + "…" : body);
  }
}
