package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.murmuration.agent.site.starlingx.FakeServices.group;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.DNS;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.LOGGING;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.NTP;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.Verdict;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.resource.ApplyOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StarlingXSiteTest {
  private static final String DNS_VALUE = "{\"nameservers\":[\"192.0.2.53\",\"2001:db8::53\"]}";
  private static final String NTP_VALUE = "{\"ntpservers\":[\"ntp1.example.net\",\"192.0.2.123\"]}";
  private static final String LOGGING_VALUE =
      "{\"enabled\":true,\"ip_address\":\"192.0.2.20\",\"port\":6514,\"transport\":\"tls\"}";

  @TempDir private Path directory;
  private SiteUnderTest site;

  @BeforeEach
  void open() throws Exception {
    site = new SiteUnderTest(directory);
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void whatTheHubDeclaresIsReadBackByteForByte() throws Exception {
    var ca = new ItemKey("trusted-ca", "corporate");
    var caValue =
        "{\"certificate\":\"" + TestCertificates.pem("root", 17).replace("\n", "\\n") + "\"}";
    // host names of NTP servers need DNS, as ApplyOrder knows
    var declared = new TreeMap<ItemKey, Payload>(ApplyOrder.UPSERTS);
    declared.put(NTP, Payload.of(NTP_VALUE));
    declared.put(DNS, Payload.of(DNS_VALUE));
    declared.put(ca, Payload.of(caValue));
    declared.put(LOGGING, Payload.of(LOGGING_VALUE));
    var results =
        site.site()
            .write(
                Kind.PLATFORM,
                declared.entrySet().stream()
                    .map(item -> (SiteWrite) new SiteWrite.Upsert(item.getKey(), item.getValue()))
                    .toList());
    assertThat(results).containsOnly(SiteResult.APPLIED).hasSize(4);
    assertThat(site.read(ca, DNS, NTP, LOGGING)).isEqualTo(declared);
  }

  @Test
  void onlyWhatDiffersIsPatchedAndPutIntoForce() {
    site.services
        .row("remotelogging")
        .putAll(Map.of("enabled", true, "ip_address", "192.0.2.20", "transport", "tls"));
    assertThat(site.put(LOGGING, LOGGING_VALUE)).isEqualTo(SiteResult.APPLIED);
    site.services
        .server()
        .verify(
            1,
            patchRequestedFor(urlEqualTo("/v1/remotelogging/log-1"))
                .withHeader("X-Auth-Token", equalTo("token-1"))
                .withRequestBody(
                    equalToJson(
                        """
                        [{"op":"replace","path":"/port","value":"6514"},
                         {"op":"replace","path":"/action","value":"apply"}]
                        """)));
  }

  @Test
  void whatIsSoAlreadyIsNotWritten() {
    site.services.row("idns").put("nameservers", "192.0.2.53, 2001:db8::53");
    assertThat(site.put(DNS, DNS_VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.put(DNS, DNS_VALUE)).isEqualTo(SiteResult.APPLIED);
    noPatch();
  }

  @Test
  void oneRefusalLeavesTheOthersAlone() {
    site.services
        .server()
        .stubFor(
            patch(urlEqualTo("/v1/idns/dns-1"))
                .willReturn(
                    aResponse()
                        .withStatus(400)
                        .withBody(
                            """
                            {"error_message":"{\\"debuginfo\\":null,\\"faultcode\\":\\"Client\\",\
                            \\"faultstring\\":\\"IP version mismatch:\\\\n expecting IPv6\\"}"}
                            """)));
    assertThat(
            site.write(
                new SiteWrite.Upsert(DNS, Payload.of(DNS_VALUE)),
                new SiteWrite.Upsert(NTP, Payload.of(NTP_VALUE))))
        .containsExactly(
            new SiteResult.Refused("sysinv: IP version mismatch: expecting IPv6"),
            SiteResult.APPLIED);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 409, 500, 503})
  void whatMayPassIsDeferred(int status) {
    site.services
        .server()
        .stubFor(
            patch(urlEqualTo("/v1/idns/dns-1"))
                .willReturn(aResponse().withStatus(status).withBody("<html>broken</html>")));
    assertThat(site.put(DNS, DNS_VALUE))
        .isInstanceOfSatisfying(
            SiteResult.Deferred.class,
            deferred -> {
              assertThat(deferred.why()).isEqualTo("sysinv: HTTP " + status);
              assertThat(deferred.retryAfter()).isPositive();
            });
  }

  @Test
  void addressesThatSysinvWouldSpellDifferentlyAreRefusedWithItsSpelling() {
    assertThat(site.put(DNS, "{\"nameservers\":[\"2001:DB8::53\"]}"))
        .isEqualTo(
            new SiteResult.Refused(
                "dns/default: nameservers: 2001:DB8::53 is kept as 2001:db8::53"
                    + " (expected: declared like that)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"nameservers\":\"192.0.2.1\"}",
        "{\"nameservers\":[\"192.0.2.1,192.0.2.2\"]}",
        "{\"nameservers\":[\"NC\"]}",
        "{\"more\":1,\"nameservers\":[]}"
      })
  void aValueThatCouldNotBeReadBackIsRefused(String value) {
    assertThat(site.put(DNS, value)).isInstanceOf(SiteResult.Refused.class);
    noPatch();
  }

  @Test
  void deletingDnsLeavesNoServers() {
    site.services.row("idns").put("nameservers", "192.0.2.53");
    assertThat(site.delete(DNS)).isEqualTo(resetAsRead(DNS));
    assertThat(site.services.row("idns")).containsEntry("nameservers", "");
  }

  /** What remains is what is read from now on, so that the deletion is known to have happened. */
  private SiteResult resetAsRead(ItemKey key) {
    return new SiteResult.Reset(Objects.requireNonNull(site.read(key).get(key)));
  }

  @Test
  void deletingNtpIsRefusedAndChangesNothing() {
    assertThat(site.delete(NTP)).isInstanceOf(SiteResult.Refused.class);
    assertThat(site.put(NTP, "{\"ntpservers\":[]}")).isInstanceOf(SiteResult.Refused.class);
    noPatch();
  }

  @Test
  void deletingRemoteLoggingDisablesItOnce() {
    site.put(LOGGING, LOGGING_VALUE);
    assertThat(site.delete(LOGGING)).isEqualTo(resetAsRead(LOGGING));
    assertThat(site.delete(LOGGING)).isEqualTo(resetAsRead(LOGGING));
    assertThat(site.services.row("remotelogging"))
        .containsEntry("enabled", "false")
        .containsEntry("ip_address", "192.0.2.20");
    site.services.server().verify(2, patchRequestedFor(urlEqualTo("/v1/remotelogging/log-1")));
  }

  @Test
  void rowsAndFieldsOfOlderReleasesMayBeMissing() {
    site.services.removeRow("intp");
    site.services.row("idns").put("nameservers", "NC");
    site.services.row("remotelogging").remove("port");
    site.services.row("remotelogging").put("transport", null);
    assertThat(site.read(DNS, NTP, LOGGING))
        .isEqualTo(
            Map.of(
                DNS, Payload.of("{\"nameservers\":[]}"),
                LOGGING,
                    Payload.of(
                        "{\"enabled\":false,\"ip_address\":\"\",\"port\":514,"
                            + "\"transport\":\"udp\"}")));
    assertThat(site.put(NTP, NTP_VALUE)).isInstanceOf(SiteResult.Deferred.class);
  }

  @Test
  void aResourceThatTheReleaseDoesNotHaveIsAbsent() {
    site.services
        .server()
        .stubFor(get(urlEqualTo("/v1/intp")).willReturn(aResponse().withStatus(404)));
    assertThat(site.read(NTP)).isEmpty();
  }

  @Test
  void onlyTheTypesAskedForAreRead() {
    site.read(DNS);
    site.services.server().verify(0, getRequestedFor(urlEqualTo("/v1/intp")));
  }

  @Test
  void typesThatAreNotSupportedAreRefusedAndReadAsAbsent() {
    var bgp = new ItemKey("bgp", "default");
    assertThat(site.put(bgp, "{}"))
        .isEqualTo(new SiteResult.Refused("unsupported type platform/bgp"));
    assertThat(site.read(bgp)).isEmpty();
    assertThat(site.site().read(Kind.IDENTITY, new TreeSet<>(List.of(DNS)), true))
        .isEqualTo(new SiteReading.Values(new TreeMap<>()));
    assertThat(site.site().capabilities().get(Kind.PLATFORM))
        .containsExactly(
            "certificate",
            "dns",
            "fernet-repo",
            "ntp",
            "ptp",
            "ptp-instance",
            "remote-logging",
            "service-parameter",
            "sysadmin",
            "trusted-ca");
    assertThat(site.site().capabilities().get(Kind.DC_CERT)).containsExactly("admin-endpoint");
  }

  @Test
  void aFailedReadSaysWhyAndReportsNothing() {
    site.services
        .server()
        .stubFor(get(urlEqualTo("/v1/intp")).willReturn(aResponse().withStatus(500)));
    assertThat(site.reading(DNS, NTP))
        .isInstanceOfSatisfying(
            SiteReading.Failed.class,
            failed -> assertThat(failed.why()).isEqualTo("sysinv: HTTP 500"));
  }

  @Test
  void theSiteIsUpWhileEveryServiceGroupHasAnActiveInstance() {
    site.services.serviceGroups(
        List.of(
            group("controller-services", "active"),
            group("controller-services", "standby"),
            group("cloud-services", "active")));
    assertThat(site.site().verdict()).isEqualTo(Verdict.UP);
    site.services.serviceGroups(
        List.of(group("controller-services", "active"), group("cloud-services", "disabled")));
    assertThat(site.site().verdict())
        .isEqualTo(new Verdict.Down("service groups without an active instance: cloud-services"));
    site.services.serviceGroups(List.of());
    assertThat(site.site().verdict()).isInstanceOf(Verdict.Down.class);
  }

  @Test
  void servicesThatDoNotAnswerCountAsDown() {
    site.services.server().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
    assertThat(site.site().verdict()).isInstanceOf(Verdict.Down.class);
    site.services.server().stop();
    assertThat(site.site().verdict())
        .isEqualTo(new Verdict.Down("Keystone cannot be connected to"));
    assertThat(site.put(DNS, DNS_VALUE)).isInstanceOf(SiteResult.Deferred.class);
  }

  private void noPatch() {
    site.services.server().verify(0, patchRequestedFor(anyUrl()));
  }
}
