package io.murmuration.it.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The hub's REST API, as a caller with an administrator's token sees it. */
public final class Rest implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int CONNECT_MILLIS = 1_000;
  private static final String BOUNDARY = "murmuration-part";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<AnswerWatcher> WATCHERS =
      ServiceLoader.load(AnswerWatcher.class).stream().map(ServiceLoader.Provider::get).toList();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI base;
  private final String token;

  public Rest(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** {@code http://host:port}. */
  public URI base() {
    return base;
  }

  /** A file part of a form if the name ends with {@code @}, else a text part. */
  public JsonNode form(String method, String path, Map<String, String> parts) {
    var body = new StringBuilder();
    parts.forEach((name, value) -> {
      boolean file = name.endsWith("@");
      var plain = file ? name.substring(0, name.length() - 1) : name;
      body.append("--").append(BOUNDARY).append("\r\n");
      body.append("Content-Disposition: form-data; name=\"").append(plain).append('"');
      body.append(file ? "; filename=\"" + plain + ".yml\"" : "").append("\r\n\r\n");
      body.append(value).append("\r\n");
    });
    body.append("--").append(BOUNDARY).append("--\r\n");
    return expect200(method, path, body.toString(), "multipart/form-data; boundary=" + BOUNDARY);
  }

  public JsonNode get(String path) {
    return expect200("GET", path, "", "");
  }

  public JsonNode json(String method, String path, Object body) {
    try {
      return expect200(method, path, JSON.writeValueAsString(body), "application/json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode yaml(String method, String path, String body) {
    return expect200(method, path, body, "application/yaml");
  }

  /** Sum of a metric over the lines whose tags contain {@code tag}, from {@code /metrics}. */
  public double metric(String name, String tag) {
    return send("GET", "/metrics", "", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(tag))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private JsonNode expect200(String method, String path, String body, String type) {
    return expect200(
        method, path, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8), type);
  }

  JsonNode expect200(String method, String path, HttpRequest.BodyPublisher body, String type) {
    var answer = send(method, path, body, type);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether somebody answers there. REST is the last thing that a node opens. */
  static boolean isServed(URI base) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Any answer, whatever its status. */
  public HttpResponse<String> send(String method, String path, String body, String type) {
    return send(
        method, path, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8), type);
  }

  private HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body, String type) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Auth-Token", token);
    headers.put("Accept", "application/json");
    if (!type.isEmpty()) {
      headers.put("Content-Type", type);
    }
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    headers.forEach(request::header);
    request.method(method, body);
    try {
      var sent = request.build();
      var answer = client.send(sent, HttpResponse.BodyHandlers.ofString());
      WATCHERS.forEach(watcher -> watcher.answered(sent, answer));
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
