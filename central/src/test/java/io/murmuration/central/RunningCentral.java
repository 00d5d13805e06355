package io.murmuration.central;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import io.murmuration.central.api.ApiRouter.Route;
import io.murmuration.central.testing.contract.CheckedHttp;
import io.murmuration.central.testing.contract.Samples;
import io.murmuration.central.testing.contract.Samples.Sample;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole node on a database of its own, with the subcloud and the group of {@link Samples}. A
 * token's text is the roles and the project of its caller, as {@link #token} joins them.
 */
final class RunningCentral implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.empty();
  private final CheckedHttp http = CheckedHttp.ofHub();
  private final CentralServer server;

  /**
   * @param tokens of the callers that there are
   */
  RunningCentral(Path data, List<String> tokens) {
    write(data.resolve("tokens"), tokens);
    server = CentralServer.start(config(data));
    var admin = token("admin,member,reader", "admin");
    created(send("POST", "/v1.0/subcloud-groups", admin, json(Samples.GROUP_BODY)));
    created(send("POST", "/v1.0/subclouds", admin, Samples.subcloud(Samples.SUBCLOUD, 1)));
  }

  static String token(String roles, String project) {
    return roles + "@" + project;
  }

  private static void created(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  static Sample json(String body) {
    return new Sample("application/json", body);
  }

  List<Route> routes() {
    return server.routes();
  }

  /**
   * @param token empty for none
   */
  HttpResponse<String> send(String method, String path, String token, Sample sample) {
    return send(server.restUrl(), method, path, token, sample);
  }

  /** The same, to another server with the node's resources. */
  HttpResponse<String> send(String base, String method, String path, String token, Sample sample) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Accept", "*/*")
            .method(
                method,
                sample.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(sample.body()));
    if (!sample.type().isEmpty()) {
      request.header("Content-Type", sample.type());
    }
    if (!token.isEmpty()) {
      request.header("X-Auth-Token", token);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Number and digest of the rows of each table that requests may change. */
  Map<String, String> fingerprint() {
    return database
        .database()
        .transactions()
        .inTx(tx -> {
          Map<String, String> all = new TreeMap<>();
          var tables =
              tx.sql()
                  .fetch(
                      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                          + " AND table_type = 'BASE TABLE' AND table_name NOT IN ('node', 'lease')")
                  .getValues(0, String.class);
          for (var table : tables) {
            all.put(
                table,
                tx.sql()
                    .fetchSingle(
                        "SELECT count(*) || ' ' || md5(coalesce(string_agg(t.xmin || t::text, ';'"
                            + " ORDER BY t::text), '')) FROM \""
                            + table
                            + "\" t")
                    .get(0, String.class));
          }
          return all;
        });
  }

  private CentralConfig config(Path data) {
    var settings = database.settings();
    var environment = new HashMap<String, String>();
    environment.put("MURMURATION_DATA_DIR", data.toString());
    environment.put("MURMURATION_REST_HOST", "127.0.0.1");
    environment.put("MURMURATION_REST_PORT", "0");
    environment.put("MURMURATION_REST_PUBLIC_METRICS", "false");
    environment.put("MURMURATION_AGENTS_PORT", "0");
    environment.put("MURMURATION_AGENTS_WARM_UP", "0s");
    environment.put("MURMURATION_ENROLMENT_PORT", "0");
    environment.put("MURMURATION_CLUSTER_PORT", Integer.toString(freePort()));
    environment.put("MURMURATION_DATABASE_URL", settings.url());
    environment.put("MURMURATION_DATABASE_USER", settings.user());
    environment.put("MURMURATION_DATABASE_PASSWORD", settings.password());
    return switch (CentralConfig.parse("", environment)) {
      case CentralConfig.Loaded.Valid(var config) -> config;
      case CentralConfig.Loaded.Invalid(var problems) -> fail("invalid: " + problems);
    };
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, List<String> tokens) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var lines =
          tokens.stream()
              .map(token -> {
                var hash = HexFormat.of().formatHex(sha.digest(token.getBytes(UTF_8)));
                int at = token.indexOf('@');
                return "%s user %s %s"
                    .formatted(hash, token.substring(at + 1), token.substring(0, at));
              })
              .toList();
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
    database.close();
  }
}
