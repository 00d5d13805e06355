package io.murmuration.central.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request, at most as many as the configuration allows, and the three ways to read
 * them. What cannot be read is the caller's mistake: {@link RefusedException} with 400.
 *
 * @param contentType the header as sent; empty if absent
 * @param stream of a route that reads the body itself, which then has no bytes here; null otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
public record Body(String contentType, byte[] bytes, @Nullable InputStream stream) {
  public static final Body NONE = new Body("", new byte[0]);

  public Body(String contentType, byte[] bytes) {
    this(contentType, bytes, null);
  }

  String mediaType() {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  public JsonNode json() {
    var text = text();
    if (text.isBlank()) {
      throw invalid(new Problem("body", "nothing", "a JSON document"));
    }
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw invalid(
          new Problem(
              "body",
              e.getOriginalMessage(),
              "a JSON document",
              place == null ? null : place.getLineNr(),
              place == null ? null : place.getColumnNr()));
    }
  }

  Multipart multipart() {
    return MultipartParser.parse(contentType, bytes);
  }

  String text() {
    return Utf8.decode(bytes)
        .orElseThrow(
            () -> invalid(new Problem("body", bytes.length + " bytes that are not text", "UTF-8")));
  }

  private static RefusedException invalid(Problem problem) {
    return new RefusedException(new ApiError.Invalid(List.of(problem)));
  }

  /** Never the bytes: a body may hold secrets. */
  @Override
  public String toString() {
    return "Body[" + mediaType() + ", " + bytes.length + " bytes]";
  }
}
