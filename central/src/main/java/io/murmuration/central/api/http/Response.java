package io.murmuration.central.api.http;

import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Content;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it goes over the wire, made off the event loop, because packing and serialising take
 * their time.
 */
record Response(
    int status, @Nullable String contentType, Content body, Map<String, String> headers) {
  private static final String JSON = "application/json";
  private static final Content NOTHING = Content.of(new byte[0]);

  /**
   * @param asked what the request's headers say that the client wants
   * @param tokenUri where a token can be had
   */
  static Response of(Answer answer, Wishes asked, String tokenUri) {
    return switch (answer) {
      case Answer.Json(var status, var body, var age) ->
          new Response(status, JSON, Content.of(Json.bytes(body)), aged(age));
      case Answer.Text(var contentType, var body) ->
          new Response(
              200, contentType, Content.of(body.getBytes(StandardCharsets.UTF_8)), Map.of());
      case Answer.Stream stream -> of(stream, asked);
      case Answer.Empty _ -> new Response(204, null, NOTHING, Map.of());
      case Answer.No(var error) -> {
        var page = ErrorPage.of(error, asked.accept());
        yield new Response(
            page.status(), page.contentType(), Content.of(page.body()), headers(error, tokenUri));
      }
    };
  }

  /** The tag is weak: packed or not, it is the same version. */
  private static Response of(Answer.Stream stream, Wishes asked) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("ETag", "W/\"" + stream.version() + "\"");
    headers.put("Cache-Control", "private, no-cache");
    headers.put("Vary", "Accept-Encoding, User-Agent, X-Auth-Token");
    headers.putAll(aged(stream.age()));
    if (asked.has(stream.version())) {
      return new Response(304, null, NOTHING, headers);
    }
    if (!asked.gzip()) {
      return new Response(200, JSON, stream.plain(), headers);
    }
    headers.put("Content-Encoding", "gzip");
    return new Response(200, JSON, stream.packed().get(), headers);
  }

  private static Map<String, String> aged(@Nullable Long seconds) {
    return seconds == null ? Map.of() : Map.of("Age", seconds.toString());
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
