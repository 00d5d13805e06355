package io.murmuration.it.malformed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as bytes, because no client library would send what is sent here. Compared by nobody.
 *
 * @param kind of the body, which decides what can be wrong in it
 * @param target of the request line, percent-encoded
 * @param headers whole lines, but for the length and the token
 * @param body the document; of a form, its parts are in it already
 * @param length as told; {@link #OWN_LENGTH} for the body's own
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are never changed
record RawRequest(
    Kind kind,
    String method,
    String target,
    String version,
    List<String> headers,
    byte[] body,
    String length) {
  /** The length of the body, as a client would tell it. */
  static final String OWN_LENGTH = "own";

  enum Kind {
    BARE,
    JSON,
    YAML,
    FORM
  }

  RawRequest {
    headers = List.copyOf(headers);
  }

  static RawRequest bare(String method, String target) {
    return new RawRequest(
        Kind.BARE, method, target, "HTTP/1.1", List.of(), new byte[0], OWN_LENGTH);
  }

  static RawRequest json(String method, String target, String body) {
    return of(Kind.JSON, method, target, "application/json", body);
  }

  static RawRequest yaml(String method, String target, String body) {
    return of(Kind.YAML, method, target, "application/yaml", body);
  }

  /**
   * @param parts name, value, name, value …; a name that ends with {@code @} is a file
   */
  static RawRequest form(String method, String target, String... parts) {
    var type = "multipart/form-data; boundary=" + FormText.BOUNDARY;
    return of(Kind.FORM, method, target, type, FormText.of(parts));
  }

  private static RawRequest of(Kind kind, String method, String target, String type, String body) {
    return new RawRequest(
        kind,
        method,
        target,
        "HTTP/1.1",
        List.of("Content-Type: " + type),
        body.getBytes(StandardCharsets.UTF_8),
        OWN_LENGTH);
  }

  RawRequest withMethod(String other) {
    return new RawRequest(kind, other, target, version, headers, body, length);
  }

  RawRequest withTarget(String other) {
    return new RawRequest(kind, method, other, version, headers, body, length);
  }

  RawRequest withVersion(String other) {
    return new RawRequest(kind, method, target, other, headers, body, length);
  }

  RawRequest withLength(String other) {
    return new RawRequest(kind, method, target, version, headers, body, other);
  }

  RawRequest withBody(byte[] other) {
    return new RawRequest(kind, method, target, version, headers, other, length);
  }

  RawRequest withBody(String other) {
    return withBody(other.getBytes(StandardCharsets.UTF_8));
  }

  RawRequest with(String headerLine) {
    List<String> more = new ArrayList<>(headers);
    more.add(headerLine);
    return new RawRequest(kind, method, target, version, more, body, length);
  }

  RawRequest withoutHeaders() {
    return new RawRequest(kind, method, target, version, List.of(), body, length);
  }

  String bodyText() {
    return new String(body, StandardCharsets.UTF_8);
  }

  boolean hasHeader(String name) {
    return headers.stream().anyMatch(h -> h.regionMatches(true, 0, name, 0, name.length()));
  }

  /** All bytes, the body last. */
  byte[] bytes(String token) {
    var head = new StringBuilder(method + " " + target + " " + version + "\r\n");
    head.append("Host: 127.0.0.1\r\nConnection: close\r\nAccept: application/json\r\n");
    if (!hasHeader("X-Auth-Token")) {
      head.append("X-Auth-Token: ").append(token).append("\r\n");
    }
    headers.forEach(line -> head.append(line).append("\r\n"));
    if (body.length > 0 || !length.equals(OWN_LENGTH)) {
      var told = length.equals(OWN_LENGTH) ? Integer.toString(body.length) : length;
      head.append("Content-Length: ").append(told).append("\r\n");
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }
}
