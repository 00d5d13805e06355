package io.murmuration.central.external.controller;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.sync.endpoint.DeviceImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a Keystone, a USM and a sysinv on one port of loopback. */
@Timeout(60)
class ControllerReferenceTest {
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final AtomicInteger tokens = new AtomicInteger();
  @TempDir private Path directory;
  private HttpServer server;
  private ControllerReference reference;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var password = Files.writeString(directory.resolve("password"), "s3cret\n");
    reference =
        new ControllerReference(
            new ControllerSettings(
                Optional.of(base),
                Optional.of(base),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10)),
            new KeystoneSettings(
                base.resolve("/v3"),
                "dcmanager",
                "services",
                "Default",
                password,
                Duration.ofSeconds(10),
                4),
            System::nanoTime);
  }

  @AfterEach
  void close() {
    reference.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      if (path.startsWith("/v3/auth/tokens")) {
        exchange.getResponseHeaders().add("X-Subject-Token", "token-" + tokens.incrementAndGet());
        send(exchange, 201, "{}");
      } else if (!("token-" + tokens.get())
          .equals(exchange.getRequestHeaders().getFirst("X-Auth-Token"))) {
        send(exchange, 401, "{}");
      } else if (bodies.containsKey(path)) {
        send(exchange, 200, bodies.get(path));
      } else {
        send(exchange, 500, "{}");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getRequestBody().readAllBytes();
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Test
  void deployedReleasesAreReadWhateverElseUsmLists() {
    bodies.put(
        "/v1/release",
        """
        [{"release_id":"starlingx-26.03.1","state":"deployed","sw_version":"26.03.1"},
         {"release_id":"starlingx-26.03.0","state":"deployed","sw_version":""},
         {"release_id":"starlingx-26.03.2","state":"available","sw_version":"26.03.2"}]\
        """);

    assertThat(reference.software()).contains(List.of("26.03.0", "26.03.1"));
  }

  @Test
  void kubernetesIsTheActiveTargetOrNone() {
    bodies.put(
        "/v1/kube_versions",
        """
        {"kube_versions":[{"version":"v1.28.4","target":false,"state":"active"},
                          {"version":"v1.29.2","target":true,"state":"active"}]}\
        """);
    assertThat(reference.kubernetes()).contains("v1.29.2");
    bodies.put(
        "/v1/kube_versions",
        "{\"kube_versions\":[{\"version\":\"v1.29.2\",\"target\":true,\"state\":\"partial\"}]}");
    assertThat(reference.kubernetes()).contains("");
  }

  @Test
  void appliedImagesAreReadWithTheirLabels() {
    bodies.put(
        "/v1/device_images",
        """
        {"device_images":[
          {"bitstream_type":"functional","bitstream_id":"0x1","bmc":true,"retimer_included":false,
           "applied":true,"pci_vendor":"8086","pci_device":"0b30","applied_labels":[{"k":"v"},{}]},
          {"bitstream_type":"root-key","key_signature":"sig","bitstream_id":null,
           "applied":true,"pci_vendor":"8086","pci_device":"0b30","applied_labels":[{}]},
          {"bitstream_type":"functional","bitstream_id":"0x2","applied":false,
           "pci_vendor":"8086","pci_device":"0b30","applied_labels":[]}]}\
        """);

    assertThat(reference.firmware())
        .contains(
            List.of(
                new DeviceImage(
                    new DeviceImage.Content.Functional("0x1", true, false),
                    "8086",
                    "0b30",
                    List.of("k=v", "")),
                new DeviceImage(
                    new DeviceImage.Content.RootKey("sig"), "8086", "0b30", List.of(""))));
  }

  @Test
  void whatIsNoAnswerIsNotFoundOutAndNotNothing() {
    bodies.put("/v1/release", "{\"error\":\"busy\"}");
    bodies.put("/v1/device_images", "<html>");

    assertThat(reference.software()).isEmpty();
    assertThat(reference.firmware()).isEmpty();
    assertThat(reference.kubernetes()).isEmpty();
  }

  @Test
  void tokenThatAServiceRefusesIsRenewedOnce() {
    bodies.put("/v1/release", "[]");
    assertThat(reference.software()).contains(List.of());
    tokens.incrementAndGet(); // the one it has is no longer the valid one

    assertThat(reference.software()).contains(List.of());
    assertThat(tokens).hasValue(3);
  }
}
