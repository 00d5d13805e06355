package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.murmuration.central.testing.contract.CheckedHttp;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class CentralServerTest {
  @TempDir private static Path data;
  @AutoClose private final TestDatabase database = TestDatabase.empty();
  @AutoClose private final CheckedHttp client = CheckedHttp.ofHub();

  private CentralConfig config(Map<String, String> more) {
    var settings = database.settings();
    var environment = new HashMap<String, String>();
    environment.put("MURMURATION_DATA_DIR", data.toString());
    environment.put("MURMURATION_REST_HOST", "127.0.0.1");
    environment.put("MURMURATION_REST_PORT", "0");
    environment.put("MURMURATION_AGENTS_PORT", "0");
    environment.put("MURMURATION_AGENTS_WARM_UP", "0s");
    environment.put("MURMURATION_ENROLMENT_PORT", "0");
    environment.put("MURMURATION_IDENTITY_PORT", "0");
    environment.put("MURMURATION_CLUSTER_PORT", Integer.toString(freePort()));
    environment.put("MURMURATION_DATABASE_URL", settings.url());
    environment.put("MURMURATION_DATABASE_USER", settings.user());
    environment.put("MURMURATION_DATABASE_PASSWORD", settings.password());
    environment.putAll(more);
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

  private HttpResponse<String> get(String url, String token)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "*/*");
    if (!token.isEmpty()) {
      request.header("X-Auth-Token", token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aNodeStartsOnAnEmptyDatabaseShowsItselfAndStops() throws Exception {
    String url;
    try (var server = CentralServer.start(config(Map.of()))) {
      url = server.restUrl();
      var port = URI.create(url).getPort();
      assertThat(get(url + "/", "").body())
          .isEqualTo(
              "{\"versions\":[{\"status\":\"CURRENT\",\"links\":[{\"rel\":\"self\",\"href\":"
                  + "\"http://127.0.0.1:%d/v1.0/\"}],\"id\":\"v1.0\",\"updated\":\"2017-10-2\"}]}"
                      .formatted(port));
      var health = get(url + "/health", "");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("\"status\":\"ok\"", "\"database\"", "\"fsync\"");
      assertThat(get(url + "/metrics", "").body())
          .contains("murmuration_sql_statements_total", "murmuration_faults_total 0.0");
    }
    assertThatThrownBy(() -> get(url + "/", "")).isInstanceOf(IOException.class);
  }

  @Test
  void theFirstTokenOpensTheDoorAndIsKeptOverARestart() throws Exception {
    var closedMetrics = Map.of("MURMURATION_REST_PUBLIC_METRICS", "false");
    var clear = data.resolve("admin.token");
    String token;
    try (var server = CentralServer.start(config(closedMetrics))) {
      token = Files.readString(clear).strip();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(clear)))
          .isEqualTo("rw-------");
      assertThat(get(server.restUrl() + "/metrics", "").statusCode()).isEqualTo(401);
      assertThat(get(server.restUrl() + "/metrics", token).statusCode()).isEqualTo(200);
    }
    try (var server = CentralServer.start(config(closedMetrics))) {
      assertThat(get(server.restUrl() + "/metrics", token).statusCode()).isEqualTo(200);
    }
    assertThat(Files.readString(data.resolve("tokens"))).doesNotContain(token);
  }

  @Test
  void aStartThatFailsSaysWhyAndLeavesNothingOpen() throws Exception {
    try (var server = CentralServer.start(config(Map.of()))) {
      var port = Integer.toString(URI.create(server.restUrl()).getPort());
      assertThatThrownBy(() -> CentralServer.start(config(Map.of("MURMURATION_REST_PORT", port))))
          .hasMessageContaining("cannot listen at 127.0.0.1:" + port);
      assertThat(get(server.restUrl() + "/health", "").statusCode()).isEqualTo(200);
    }
  }
}
