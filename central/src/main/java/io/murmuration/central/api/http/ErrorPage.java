package io.murmuration.central.api.http;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A "no" in the shape that the client prefers (contract, "Error responses"). The command line reads
 * the lines of the page: status and reason, then one explanation, then the details.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
record ErrorPage(int status, String contentType, byte[] body) {
  private static final Map<Integer, String[]> TEXTS =
      Map.ofEntries(
          text(400, "Bad Request", "The server could not make sense of this request."),
          text(401, "Unauthorized", "This resource needs a valid token."),
          text(403, "Forbidden", "Your roles or your project do not allow this."),
          text(404, "Not Found", "Nothing is stored under this address."),
          text(405, "Method Not Allowed", "This resource does not know this method."),
          text(408, "Request Timeout", "The request did not arrive in time."),
          text(409, "Conflict", "This collides with something that exists or is under way."),
          text(410, "Gone", "This was here and will not come back."),
          text(413, "Request Entity Too Large", "The request is larger than it may be."),
          text(414, "Request-URI Too Long", "The address is longer than it may be."),
          text(422, "Unprocessable Entity", "The present state does not allow this."),
          text(431, "Request Header Fields Too Large", "The headers are larger than they may be."),
          text(500, "Internal Server Error", "The server failed to do this."),
          text(503, "Service Unavailable", "The server cannot do this at the moment."));

  /**
   * @param accept the header as sent; null if absent
   */
  static ErrorPage of(ApiError error, @Nullable String accept) {
    return of(error.status(), error.detail(), accept);
  }

  static ErrorPage of(int status, @Nullable String detail, @Nullable String accept) {
    return switch (Shape.preferred(accept)) {
      case HTML -> new ErrorPage(status, "text/html; charset=UTF-8", html(status, detail));
      case JSON -> new ErrorPage(status, "application/json", json(status, detail));
      case PLAIN -> new ErrorPage(status, "text/plain; charset=UTF-8", plain(status, detail));
    };
  }

  private enum Shape {
    HTML,
    JSON,
    PLAIN;

    static Shape preferred(@Nullable String accept) {
      var types = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
      if (types.isBlank()) {
        return PLAIN;
      }
      if (types.contains("*/*") || types.contains("text/html")) {
        return HTML;
      }
      if (types.contains("text/plain")) {
        return PLAIN;
      }
      if (types.contains("application/json") || types.contains("application/*")) {
        return JSON;
      }
      return HTML;
    }
  }

  private static byte[] html(int status, @Nullable String detail) {
    var title = status + " " + reason(status);
    return """
    <html>
     <head><title>%s</title></head>
     <body>
      <h1>%s</h1>
      %s<br /><br />
    %s

     </body>
    </html>
    """
        .formatted(title, title, explanation(status), detail == null ? "" : escaped(detail))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] json(int status, @Nullable String detail) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("code", status);
    body.put("title", reason(status));
    body.put("description", detail);
    return Json.bytes(body);
  }

  private static byte[] plain(int status, @Nullable String detail) {
    var text = status + " " + reason(status) + "\n\n" + explanation(status) + "\n\n";
    return (detail == null ? text : text + detail + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static String reason(int status) {
    return texts(status)[0];
  }

  private static String explanation(int status) {
    return texts(status)[1];
  }

  private static String[] texts(int status) {
    return TEXTS.getOrDefault(status, new String[] {"Error", "The server refused this request."});
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#x27;");
  }

  private static Map.Entry<Integer, String[]> text(int status, String reason, String explanation) {
    return Map.entry(status, new String[] {reason, explanation});
  }
}
