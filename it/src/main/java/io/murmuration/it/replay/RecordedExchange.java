package io.murmuration.it.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of a file of recorded exchanges, a JSON object.
 *
 * @param id of the line, for people
 * @param body null, {@code {"json": …}}, {@code {"text": …}} or {@code {"multipart": [{"name",
 *     "value", "filename"?}, …]}}
 * @param contentType of the body; empty for none
 * @param keys of the answer: null if there are none to compare, else key and what is below it: a
 *     word for a plain value, or a list with the keys of each element
 * @param roles of the caller, joined by commas
 * @param rows what the database held before, by table
 */
record RecordedExchange(
    String id,
    String method,
    String path,
    Map<String, String> headers,
    String contentType,
    JsonNode body,
    String roles,
    JsonNode rows,
    int status,
    JsonNode keys) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads all lines.
   *
   * @throws IOException if the file cannot be read, or a line is no JSON
   */
  static List<RecordedExchange> read(Path file) throws IOException {
    List<RecordedExchange> all = new ArrayList<>();
    for (var line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        all.add(of(JSON.readTree(line)));
      }
    }
    return all;
  }

  private static RecordedExchange of(JsonNode line) {
    Map<String, String> headers = new LinkedHashMap<>();
    line.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    return new RecordedExchange(
        line.path("id").asText(),
        line.path("method").asText(),
        line.path("path").asText(),
        headers,
        line.path("content_type").asText("").replace("null", ""),
        line.path("body"),
        line.path("roles").asText(),
        line.path("rows"),
        line.path("status").asInt(),
        line.path("json_keys"));
  }

  /** Without the query. */
  String resource() {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  boolean isUnder(String prefix) {
    return resource().equals(prefix) || resource().startsWith(prefix + "/");
  }

  /** The body as it goes over the wire. */
  String bodyText() {
    if (body.has("json")) {
      return body.path("json").toString();
    }
    return body.has("multipart") ? multipart() : body.path("text").asText("");
  }

  /** The content type that fits {@link #bodyText}. */
  String bodyType() {
    if (contentType.isEmpty() && body.has("json")) {
      return "application/json";
    }
    return body.has("multipart") ? "multipart/form-data; boundary=" + boundary() : contentType;
  }

  private String boundary() {
    return "replayed-" + id;
  }

  private String multipart() {
    var text = new StringBuilder();
    for (var part : body.path("multipart")) {
      text.append("--").append(boundary()).append("\r\nContent-Disposition: form-data; name=\"");
      text.append(part.path("name").asText()).append('"');
      if (part.has("filename")) {
        text.append("; filename=\"").append(part.path("filename").asText()).append('"');
      }
      text.append("\r\n\r\n").append(part.path("value").asText()).append("\r\n");
    }
    return text.append("--").append(boundary()).append("--\r\n").toString();
  }
}
