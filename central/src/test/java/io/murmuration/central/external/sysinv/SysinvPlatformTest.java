package io.murmuration.central.external.sysinv;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.central.platform.ControllerPlatform.Certificate;
import io.murmuration.central.platform.ControllerPlatform.Sysadmin;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sysinv of a system controller, as its REST answers (contract, sysinv v1). */
final class SysinvPlatformTest {
  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  @TempDir private Path directory;
  private SysinvPlatform sysinv;

  @BeforeEach
  void open() throws Exception {
    server.start();
    server.stubFor(
        post(urlPathEqualTo("/v3/auth/tokens"))
            .willReturn(
                aResponse().withStatus(201).withHeader("X-Subject-Token", "t1").withBody("{}")));
    var url = URI.create("http://localhost:" + server.port());
    var password = Files.writeString(directory.resolve("password"), "s3cret\n");
    sysinv =
        new SysinvPlatform(
            url,
            new KeystoneSettings(
                url.resolve("/v3"),
                "dcmanager",
                "services",
                "Default",
                password,
                Duration.ofSeconds(5),
                2),
            Duration.ofSeconds(5),
            System::nanoTime);
  }

  @AfterEach
  void close() {
    sysinv.close();
    server.stop();
  }

  private void answers(String path, String json) {
    server.stubFor(
        get(urlEqualTo(path)).withHeader("X-Auth-Token", equalTo("t1")).willReturn(okJson(json)));
  }

  @Test
  void certificatesComeWithModeAndSignature() {
    answers(
        "/v1/certificate",
        "{\"certificates\":[{\"uuid\":\"u\",\"certtype\":\"ssl_ca\",\"signature\":\"ssl_ca_17\"}]}");
    assertThat(sysinv.certificates().orElseThrow())
        .containsExactly(new Certificate("ssl_ca", "ssl_ca_17"));
  }

  @Test
  void theUserMayLackWhatOlderReleasesDoNotKnow() {
    answers(
        "/v1/iuser",
        "{\"iusers\":[{\"uuid\":\"u\",\"passwd_hash\":\"$6$h\",\"passwd_expiry_days\":45,"
            + "\"root_sig\":null,\"passwd_last_change\":null}]}");
    assertThat(sysinv.sysadmin()).contains(new Sysadmin("$6$h", 45, "", OptionalLong.empty()));
    answers(
        "/v1/iuser",
        "{\"iusers\":[{\"passwd_hash\":\"$6$h\",\"passwd_expiry_days\":45,\"root_sig\":\"s\","
            + "\"passwd_last_change\":20500}]}");
    assertThat(sysinv.sysadmin()).contains(new Sysadmin("$6$h", 45, "s", OptionalLong.of(20_500)));
  }

  @Test
  void aUserThatTheBootstrapHasNotFilledYetIsNoUser() {
    answers("/v1/iuser", "{\"iusers\":[{\"passwd_hash\":\"\",\"passwd_expiry_days\":45}]}");
    assertThat(sysinv.sysadmin()).isEmpty();
    answers("/v1/iuser", "{\"iusers\":[]}");
    assertThat(sysinv.sysadmin()).isEmpty();
  }

  @Test
  void keysComeById() {
    answers("/v1/fernet_repo", "{\"keys\":[{\"id\":2,\"key\":\"b\"},{\"id\":0,\"key\":\"a\"}]}");
    assertThat(sysinv.fernetKeys().orElseThrow())
        .containsExactly(Map.entry(0L, "a"), Map.entry(2L, "b"));
  }

  @Test
  void whatIsNoAnswerIsNotFoundOut() {
    assertThat(sysinv.fernetKeys()).isEmpty();
    answers("/v1/fernet_repo", "{\"other\":1}");
    assertThat(sysinv.fernetKeys()).isEmpty();
    answers("/v1/fernet_repo", "<html>");
    assertThat(sysinv.fernetKeys()).isEmpty();
    server.stop();
    assertThat(sysinv.certificates()).isEmpty();
  }
}
