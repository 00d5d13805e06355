package io.murmuration.agent.site.starlingx.audit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.murmuration.agent.site.AlarmReading;
import io.murmuration.agent.site.starlingx.client.CallPolicy;
import io.murmuration.agent.site.starlingx.client.Credentials;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.alarm.AlarmCounts;
import io.murmuration.sync.alarm.Severity;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.endpoint.DeviceImage;
import io.murmuration.sync.endpoint.Endpoints;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SyncStatus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a Keystone, a sysinv, a USM and an FM played by WireMock, in the contract's shapes. */
@Timeout(60)
final class StarlingXAuditsTest {
  private static final AuditReference REFERENCE =
      new AuditReference(
          7,
          Optional.of(List.of("26.03.0", "26.03.1")),
          Optional.of("v1.29.2"),
          Optional.of(
              List.of(
                  new DeviceImage(
                      new DeviceImage.Content.Functional("0x2383", false, false),
                      "8086",
                      "0b30",
                      List.of("fpga=a")))));

  @TempDir private Path directory;
  private WireMockServer server;
  private Sysinv sysinv;
  private SiteServices services;
  private StarlingXAudits audits;

  @BeforeEach
  void open() throws Exception {
    server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    var url = URI.create("http://localhost:" + server.port());
    var password = Files.writeString(directory.resolve("password"), "s3cret\n");
    var credentials = new Credentials(url, "agent", "Default", "services", "Default", password);
    var policy =
        CallPolicy.DEFAULT
            .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10))
            .readTries(1, Duration.ofMillis(1))
            .circuit(1000, Duration.ofMillis(100));
    var clock = InstantSource.system();
    sysinv = new Sysinv(url, credentials, SSLContext.getDefault(), policy, clock);
    services =
        new SiteServices(
            new SiteServices.Addresses(url, url),
            credentials,
            SSLContext.getDefault(),
            policy,
            clock);
    audits = new StarlingXAudits(sysinv, services);
    server.stubFor(
        post("/v3/auth/tokens")
            .willReturn(
                aResponse()
                    .withStatus(201)
                    .withHeader("X-Subject-Token", "token")
                    .withBody("{\"token\":{\"expires_at\":\"2099-01-01T00:00:00Z\"}}")));
    answer("/v1/release", "[" + release("26.03.0") + "," + release("26.03.1") + "]");
    answer("/v1/kube_upgrade", "{\"kube_upgrades\":[]}");
    answer("/v1/kube_versions", kubeVersions("v1.29.2"));
    answer("/v1/ihosts", "{\"ihosts\":[{\"uuid\":\"h1\",\"hostname\":\"controller-0\"}]}");
    answer("/v1/ihosts/h1/pci_devices", device(true));
    answer(
        "/v1/device_labels",
        """
        {"device_labels":[{"pcidevice_uuid":"d1","label_key":"fpga","label_value":"a"}]}\
        """);
    answer("/v1/device_image_state", imageState("completed"));
    answer(
        "/v1/device_images",
        """
        {"device_images":[{"uuid":"i1","bitstream_type":"functional","bitstream_id":"0x2383",\
        "bmc":false,"retimer_included":false,"key_signature":null,"revoke_key_id":null}]}\
        """);
    answer("/v1/iextoam", "{\"iextoams\":[{\"oam_floating_ip\":\"203.0.113.7\"}]}");
    answer(
        "/v1/alarms/summary",
        "{\"critical\":1,\"major\":1,\"minor\":0,\"warnings\":0,\"status\":\"critical\"}");
    answer("/v1/alarms", "{\"alarms\":[]}");
    server.stubFor(
        get(urlEqualTo("/v1/alarms?limit=500"))
            .atPriority(1)
            .willReturn(
                okJson(
                    "{\"alarms\":["
                        + alarm("200.001", "host=controller-1", "major")
                        + ","
                        + alarm("100.104", "host=controller-0", "critical")
                        + "]}")));
  }

  @AfterEach
  void close() {
    services.close();
    sysinv.close();
    server.stop();
  }

  private void answer(String path, String body) {
    server.stubFor(get(urlPathEqualTo(path)).atPriority(5).willReturn(okJson(body)));
  }

  private void fail(String path) {
    server.stubFor(get(urlPathEqualTo(path)).atPriority(1).willReturn(aResponse().withStatus(500)));
  }

  private void alarmOfId(String id, String entity) {
    server.stubFor(
        get(urlEqualTo(
                "/v1/alarms?q.field=alarm_id&q.op=eq&q.value=%s&include_suppress=true"
                    .formatted(id)))
            .atPriority(1)
            .willReturn(okJson("{\"alarms\":[" + alarm(id, entity, "major") + "]}")));
  }

  private static String release(String version) {
    return """
    {"release_id":"starlingx-%s","state":"deployed","sw_version":"%s","component":"starlingx",\
    "preinstalled_patches":[],"reboot_required":true,"packages":["a"]}\
    """
        .formatted(version, version);
  }

  private static String kubeVersions(String active) {
    return """
    {"kube_versions":[{"version":"v1.28.4","target":false,"state":"unavailable"},\
    {"version":"%s","target":true,"state":"active","upgrade_from":["v1.28.4"]}]}\
    """
        .formatted(active);
  }

  private static String device(boolean enabled) {
    return """
    {"pci_devices":[{"uuid":"d1","name":"pci_0000_b3_00_0","pvendor_id":"8086",\
    "pdevice_id":"0b30","enabled":%s,"host_uuid":"h1"}]}\
    """
        .formatted(enabled);
  }

  private static String imageState(String status) {
    return """
    {"device_image_state":[{"pcidevice_uuid":"d1","image_uuid":"i1","status":"%s"}]}\
    """
        .formatted(status);
  }

  private static String alarm(String id, String entity, String severity) {
    return """
    {"alarm_id":"%s","entity_instance_id":"%s","severity":"%s","reason_text":"why",\
    "suppression":"False","links":[]}\
    """
        .formatted(id, entity, severity);
  }

  private AuditVerdict audit(Kind kind) {
    return audits.audit(kind, REFERENCE);
  }

  private SiteState alarms() {
    return switch (audits.alarms()) {
      case AlarmReading.Read(var state) -> state;
      case AlarmReading.Failed(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void siteLikeTheSystemControllerIsInSyncInEveryEndpoint() {
    for (var kind : Endpoints.AUDITED) {
      assertThat(audit(kind).status())
          .as(kind + ": " + audit(kind).why())
          .isEqualTo(SyncStatus.IN_SYNC);
    }
  }

  @Test
  void eachDifferenceIsNamedWithWhatWasExpected() {
    answer("/v1/release", "[" + release("26.03.0") + "]");
    answer("/v1/kube_versions", kubeVersions("v1.30.1"));
    answer("/v1/device_image_state", imageState("pending"));
    alarmOfId("500.210", "system.certificate.kubernetes-root-ca");

    assertThat(audit(Kind.SOFTWARE).why())
        .isEqualTo("release 26.03.0 is deployed (expected: 26.03.1)");
    assertThat(audit(Kind.KUBERNETES).why())
        .isEqualTo("version v1.30.1 is active (expected: v1.29.2)");
    assertThat(audit(Kind.FIRMWARE).why()).contains("pending");
    assertThat(audit(Kind.KUBE_ROOTCA).why()).contains("has expired");
    for (var kind : Endpoints.AUDITED) {
      assertThat(audit(kind).status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    }
  }

  @Test
  void upgradeThatRunsIsOutOfSyncWhateverTheVersion() {
    answer(
        "/v1/kube_upgrade",
        "{\"kube_upgrades\":[{\"to_version\":\"v1.30.1\",\"state\":\"upgrade-started\"}]}");

    assertThat(audit(Kind.KUBERNETES).why())
        .isEqualTo("an upgrade is under way: to v1.30.1, upgrade-started");
  }

  @Test
  void serviceThatFailsMakesItsEndpointUnknownAndLeavesTheOthersAlone() {
    fail("/v1/release");

    assertThat(audit(Kind.SOFTWARE))
        .isEqualTo(AuditVerdict.unknown("the site could not be read: USM: HTTP 500"));
    assertThat(audit(Kind.KUBERNETES).status()).isEqualTo(SyncStatus.IN_SYNC);
    assertThat(audit(Kind.FIRMWARE).status()).isEqualTo(SyncStatus.IN_SYNC);
    assertThat(audit(Kind.KUBE_ROOTCA).status()).isEqualTo(SyncStatus.IN_SYNC);
    assertThat(alarms().counts().critical()).isEqualTo(1);
  }

  @Test
  void whatTheAnswerCannotChangeIsNotAsked() {
    var nothing =
        new AuditReference(1, Optional.of(List.of()), Optional.of(""), Optional.of(List.of()));
    for (var kind : List.of(Kind.SOFTWARE, Kind.KUBERNETES, Kind.FIRMWARE)) {
      assertThat(audits.audit(kind, nothing).status()).isEqualTo(SyncStatus.IN_SYNC);
      assertThat(audits.audit(kind, AuditReference.NONE).status()).isEqualTo(SyncStatus.UNKNOWN);
    }
    server.verify(0, getRequestedFor(anyUrl()));
    answer("/v1/ihosts/h1/pci_devices", device(false));
    assertThat(audit(Kind.FIRMWARE).why()).isEqualTo("the site has no enabled device");
    server.verify(0, getRequestedFor(urlPathEqualTo("/v1/device_images")));
  }

  @Test
  void alarmsComeWithCountsTheWorstFirstAndTheFactsBesideThem() {
    alarmOfId("260.002", "kubernetes.namespace=deployment.host.starlingx.windriver.com=c0");

    assertThat(alarms())
        .isEqualTo(
            new SiteState(
                new AlarmCounts(1, 1, 0, 0),
                List.of(
                    new SiteAlarm("100.104", "host=controller-0", Severity.CRITICAL, "why"),
                    new SiteAlarm("200.001", "host=controller-1", Severity.MAJOR, "why")),
                0,
                SiteState.Configuration.OUT_OF_DATE,
                Optional.of("203.0.113.7"),
                Optional.of("26.03"),
                ""));
  }

  @Test
  void factsThatCannotBeReadLeaveTheAlarmsAlone() {
    fail("/v1/iextoam");

    assertThat(alarms().oamAddress()).isEmpty();
    assertThat(alarms().configuration()).isEqualTo(SiteState.Configuration.UP_TO_DATE);
    assertThat(alarms().active()).hasSize(2);
  }

  @Test
  void faultManagerThatFailsIsSaidInWords() {
    fail("/v1/alarms/summary");

    assertThat(audits.alarms()).isEqualTo(new AlarmReading.Failed("FM: HTTP 500"));
  }
}
