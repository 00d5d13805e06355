package io.murmuration.agent.site.starlingx.software;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.murmuration.agent.site.SoftwareStore.Load;
import io.murmuration.agent.site.SoftwareStore.Presence;
import io.murmuration.agent.site.starlingx.client.CallPolicy;
import io.murmuration.agent.site.starlingx.client.Credentials;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a Keystone and a USM played by WireMock, in the contract's shapes. */
@Timeout(60)
class UsmSoftwareTest {
  private static final String RELEASES = "/v1/release";
  private static final String ID = "starlingx-26.03.1";

  @TempDir private Path directory;
  private WireMockServer server;
  private SiteServices services;
  private UsmSoftware usm;

  @BeforeEach
  void open() throws Exception {
    server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    var url = URI.create("http://localhost:" + server.port());
    var password = Files.writeString(directory.resolve("password"), "s3cret\n");
    var policy =
        CallPolicy.DEFAULT
            .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10))
            .readTries(1, Duration.ofMillis(1))
            .circuit(1000, Duration.ofMillis(100));
    services =
        new SiteServices(
            new SiteServices.Addresses(url, url),
            new Credentials(url, "agent", "Default", "services", "Default", password),
            SSLContext.getDefault(),
            policy,
            InstantSource.system());
    usm = new UsmSoftware(services);
    server.stubFor(
        post("/v3/auth/tokens")
            .willReturn(
                aResponse()
                    .withStatus(201)
                    .withHeader("X-Subject-Token", "token-1")
                    .withBody("{\"token\":{\"expires_at\":\"2099-01-01T00:00:00.000000Z\"}}")));
  }

  @AfterEach
  void close() {
    services.close();
    server.stop();
  }

  private void shows(String state) {
    server.stubFor(
        get(RELEASES)
            .willReturn(
                okJson(
                    "[{\"release_id\":\"starlingx-26.03.0\",\"state\":\"deployed\"},"
                        + "{\"release_id\":\"%s\",\"state\":\"%s\"}]".formatted(ID, state))));
  }

  private Load load(ResponseDefinitionBuilder answer) throws Exception {
    server.stubFor(post(RELEASES).willReturn(answer));
    var file = Files.writeString(directory.resolve("ab".repeat(32)), "the patch\u0000\r\n--x");
    return usm.load(new TreeMap<>(Map.of("26.03.1.patch", file)));
  }

  @Test
  void aReleaseIsPresentInWhateverStateUsmShowsIt() {
    shows("available");
    assertThat(usm.presence(ID)).isEqualTo(new Presence.Present("available"));
    shows("unavailable");
    assertThat(usm.presence(ID)).isEqualTo(new Presence.Present("unavailable"));
    assertThat(usm.presence("starlingx-26.03.9")).isEqualTo(new Presence.Absent());
  }

  @Test
  void oneThatIsStillUnpackedIsNotThereYet() {
    shows("uploading");
    assertThat(usm.presence(ID)).isEqualTo(new Presence.Absent());
    shows("upload-failed");
    assertThat(usm.presence(ID)).isEqualTo(new Presence.Absent());
  }

  @Test
  void aUsmThatDoesNotAnswerIsNoAbsence() {
    server.stubFor(get(RELEASES).willReturn(aResponse().withStatus(503)));
    assertThat(usm.presence(ID)).isInstanceOf(Presence.Unreadable.class);
  }

  @Test
  void filesAreSentAsOneFormWithTheNamesTheyShallHave() throws Exception {
    assertThat(load(okJson("{\"info\":\"uploaded\",\"warning\":\"\",\"error\":\"\"}")))
        .isEqualTo(new Load.Accepted("uploaded"));
    var sent = server.findAll(postRequestedFor(urlEqualTo(RELEASES))).getFirst();
    assertThat(sent.getHeader("Content-Type")).startsWith("multipart/form-data; boundary=");
    assertThat(sent.getHeader("X-Auth-Token")).isEqualTo("token-1");
    var part = sent.getParts().iterator().next();
    assertThat(part.getFileName()).isEqualTo("26.03.1.patch");
    assertThat(new String(part.getBody().asBytes(), StandardCharsets.UTF_8))
        .isEqualTo("the patch\u0000\r\n--x");
  }

  @Test
  void anErrorInASuccessIsARefusal() throws Exception {
    assertThat(load(okJson("{\"info\":\"\",\"warning\":\"\",\"error\":\"needs 26.03.0\"}")))
        .isEqualTo(new Load.Refused("USM: needs 26.03.0"));
  }

  @Test
  void anAnswerThatDoesNotComeLeavesItOpen() throws Exception {
    assertThat(load(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
        .isInstanceOf(Load.Unclear.class);
    assertThat(load(aResponse().withStatus(500))).isInstanceOf(Load.Unclear.class);
  }
}
