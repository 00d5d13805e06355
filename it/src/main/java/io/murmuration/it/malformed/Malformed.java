package io.murmuration.it.malformed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A hub with little memory, and wrong requests one after the other. */
public final class Malformed implements AutoCloseable {
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");
  private static final int BODY_LIMIT = 64 * 1024;

  /** An upload may have so much beyond the body limit, and be "larger than may be" all the same. */
  private static final int DEPLOY_FILE_LIMIT = 4 * 1024;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int CHECK_EVERY = 200;
  private static final int MOST_SHOWN = 20;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) .*");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: ([0-9]{1,9})");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HubProcess hub;
  private final HubDatabase database;
  private final String token;

  /**
   * What came of it.
   *
   * @param reasons of refusal and how often each was given
   * @param failures requests that were not refused with 4xx, and changes of the database
   */
  public record Result(int requests, Map<String, Integer> reasons, List<String> failures) {
    public Result {
      reasons = new TreeMap<>(reasons);
      failures = List.copyOf(failures);
    }
  }

  private record Answer(int status, String body) {}

  private Malformed(HubProcess hub, String token) {
    this.hub = hub;
    this.database = HubDatabase.of(hub);
    this.token = token;
  }

  /** Starts a hub in an empty directory and gives it what the valid requests speak of. */
  public static Malformed start(Path dir) throws IOException {
    var hub =
        HubProcess.start(
            dir,
            JVM,
            Map.of(
                "MURMURATION_LOG_LEVEL",
                "warn",
                "MURMURATION_REST_BODY_LIMIT",
                Integer.toString(BODY_LIMIT),
                "MURMURATION_DEPLOY_FILES_MOST_BYTES",
                Integer.toString(DEPLOY_FILE_LIMIT),
                "MURMURATION_REST_BODY_TIMEOUT",
                "1s"));
    var token = Files.readString(dir.resolve("central").resolve("admin.token")).strip();
    Fleet.create(hub.rest(), 1, 2, 1);
    hub.rest()
        .json(
            "POST",
            "/v1.0/subcloud-groups",
            Map.of(
                "name", "north",
                "description", "x",
                "update_apply_type", "serial",
                "max_parallel_subclouds", 3));
    hub.rest().form("POST", ValidRequests.DEPLOY_FILES, Map.of("prestage_images@", "image:1\n"));
    hub.rest().yaml("POST", "/v1.0/desired/fleet", ValidRequests.ITEMS);
    return new Malformed(hub, token);
  }

  /**
   * Sends so many wrong requests. The same seed makes the same requests.
   *
   * @throws IOException if the hub takes no connections any more
   */
  public Result run(int requests, long seed) throws IOException, SQLException {
    var chance = new SplittableRandom(seed);
    var valid = ValidRequests.all();
    var mutations = Mutation.all();
    Map<String, Integer> reasons = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    List<String> since = new ArrayList<>();
    var before = database.fingerprint();
    for (int i = 0; i < requests && failures.size() < MOST_SHOWN; i++) {
      var request = Mutation.one(valid, chance);
      var fitting = mutations.stream().filter(m -> m.fits().test(request)).toList();
      var mutation = Mutation.one(fitting, chance);
      var wrong = mutation.change().apply(request, chance);
      var answer = send(wrong.bytes(token));
      var name = "%d: %s %s: %s".formatted(i, request.method(), request.target(), mutation.name());
      since.add(name);
      if (answer.status() < 400 || answer.status() > 499) {
        failures.add(name + ": " + answer.status() + " " + shortened(wrong) + " " + answer.body());
      } else {
        reasons.merge(answer.status() + " " + reason(answer.body()), 1, Integer::sum);
      }
      if (i % CHECK_EVERY == CHECK_EVERY - 1 || i == requests - 1) {
        var now = database.fingerprint();
        if (!now.equals(before)) {
          failures.add("the database has changed by one of " + since + ": " + before + " / " + now);
        }
        before = now;
        since.clear();
      }
    }
    return new Result(requests, reasons, failures);
  }

  private static String shortened(RawRequest request) {
    var text = request.target() + " " + request.headers() + " " + request.bodyText();
    return text.length() > 600 ? text.substring(0, 600) + "…" : text;
  }

  private Answer send(byte[] bytes) throws IOException {
    var base = hub.rest().base();
    try (var socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException _) {
        return read(socket); // the hub has answered before it had read everything
      }
      return read(socket);
    }
  }

  private static Answer read(Socket socket) {
    var text = new StringBuilder();
    var buffer = new byte[8_192];
    try {
      var in = socket.getInputStream();
      while (!isWhole(text)) {
        int n = in.read(buffer);
        if (n < 0) {
          break;
        }
        text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      text.append("\r\n(the connection broke: ").append(e.getMessage()).append(')');
    }
    var answer = text.toString();
    var status = STATUS.matcher(answer.lines().findFirst().orElse(""));
    int body = answer.indexOf("\r\n\r\n");
    return new Answer(
        status.matches() ? Integer.parseInt(status.group(1)) : 0,
        body < 0 ? answer : answer.substring(body + 4));
  }

  /** The hub waits for the rest of a body that it refused; nobody waits for the hub to close. */
  private static boolean isWhole(StringBuilder answer) {
    int head = answer.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    var length = LENGTH.matcher(answer.substring(0, head));
    return length.find() && answer.length() >= head + 4 + Integer.parseInt(length.group(1));
  }

  /** The first line of the details, without what varies: values, numbers, places. */
  private static String reason(String body) {
    try {
      var tree = JSON.readTree(body);
      var detail = tree.path("description").asText("");
      return detail.isEmpty() || detail.equals("null")
          ? tree.path("title").asText("")
          : general(detail.lines().findFirst().orElse(""));
    } catch (JsonProcessingException e) {
      return "(no JSON) " + general(body.lines().findFirst().orElse(""));
    }
  }

  private static String general(String line) {
    int expected = line.indexOf("(expected: ");
    var field = line.replaceFirst("^line [0-9]+(, column [0-9]+)?: ", "");
    int colon = field.indexOf(": ");
    var name = (colon < 0 ? field : field.substring(0, colon)).replaceAll("[0-9]+", "N");
    if (name.matches("(items\\[N]\\.)?(value\\.)?q?[a-z]{1,13}")
        && line.contains("no such field")) {
      name = "unknown field";
    }
    if (name.startsWith("Item not found")) {
      return "Item not found";
    }
    return (expected < 0 ? field : name + " " + line.substring(expected))
        .replaceAll("\"[^\"]*\"", "\"…\"")
        .replaceAll("[0-9]+ bytes", "N bytes");
  }

  @Override
  public void close() {
    hub.close();
  }
}
