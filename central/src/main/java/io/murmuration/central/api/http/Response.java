package io.murmuration.central.api.http;

import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An answer as bytes, made off the event loop, because a list of thousands takes its time. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
record Response(
    int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {

  /**
   * @param accept the request's header; null if absent
   * @param tokenUri where a token can be had
   */
  static Response of(Answer answer, @Nullable String accept, String tokenUri) {
    return switch (answer) {
      case Answer.Json(var status, var body) ->
          new Response(status, "application/json", Json.bytes(body), Map.of());
      case Answer.Text(var contentType, var body) ->
          new Response(200, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
      case Answer.Empty _ -> new Response(204, null, new byte[0], Map.of());
      case Answer.No(var error) -> {
        var page = ErrorPage.of(error, accept);
        yield new Response(
            page.status(), page.contentType(), page.body(), headers(error, tokenUri));
      }
    };
  }

  private static Map<String, String> headers(ApiError error, String tokenUri) {
    return switch (error) {
      case ApiError.Unauthorized _ ->
          Map.of("WWW-Authenticate", "Keystone uri=\"%s\"".formatted(tokenUri));
      case ApiError.MethodNotAllowed(var allowed) ->
          Map.of(
              "Allow",
              allowed.stream().sorted().map(HttpMethod::name).collect(Collectors.joining(", ")));
      case ApiError.Unavailable _ -> Map.of("Retry-After", "1");
      case ApiError.BadRequest _,
          ApiError.Invalid _,
          ApiError.Forbidden _,
          ApiError.NotFound _,
          ApiError.TooSlow _,
          ApiError.Conflict _,
          ApiError.Gone _,
          ApiError.TooLarge _,
          ApiError.Unprocessable _,
          ApiError.Failed _ ->
          Map.of();
    };
  }
}
