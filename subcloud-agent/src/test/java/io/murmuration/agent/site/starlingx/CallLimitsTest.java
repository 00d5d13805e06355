package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.DNS;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.NTP;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.Verdict;
import io.murmuration.sync.agent.SiteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallLimitsTest {
  private static final String DNS_VALUE = "{\"nameservers\":[\"192.0.2.53\"]}";

  @TempDir private Path directory;

  private static StubMapping readsFail(SiteUnderTest site, int status) {
    return site.services
        .server()
        .stubFor(get(urlEqualTo("/v1/idns")).willReturn(aResponse().withStatus(status)));
  }

  private static void verifyReads(SiteUnderTest site, int count) {
    site.services.server().verify(count, getRequestedFor(urlEqualTo("/v1/idns")));
  }

  @Test
  void theCircuitOpensOnAServiceThatKeepsFailingAndClosesWhenItAnswers() throws Exception {
    var policy = POLICY.circuit(2, Duration.ofMillis(300));
    try (var site = new SiteUnderTest(directory, policy)) {
      var fault = readsFail(site, 500);
      site.reading(DNS);
      site.reading(DNS);
      assertThat(site.reading(DNS))
          .isEqualTo(
              new SiteReading.Failed(
                  "sysinv kept failing and is left alone for a while", policy.openFor()));
      assertThat(site.put(DNS, DNS_VALUE)).isInstanceOf(SiteResult.Deferred.class);
      assertThat(site.site().verdict()).isInstanceOf(Verdict.Down.class);
      verifyReads(site, 2);
      site.services.server().removeStub(fault);
      await().until(() -> site.reading(DNS) instanceof SiteReading.Values);
      assertThat(site.put(DNS, DNS_VALUE)).isEqualTo(SiteResult.APPLIED);
    }
  }

  @Test
  void refusalsDoNotOpenTheCircuit() throws Exception {
    try (var site = new SiteUnderTest(directory, POLICY.circuit(2, Duration.ofMinutes(1)))) {
      site.services
          .server()
          .stubFor(patch(urlEqualTo("/v1/idns/dns-1")).willReturn(aResponse().withStatus(400)));
      for (int i = 0; i < 4; i++) {
        assertThat(site.put(DNS, DNS_VALUE)).isEqualTo(new SiteResult.Refused("sysinv: HTTP 400"));
      }
    }
  }

  @Test
  void onlyReadsAreTriedAgain() throws Exception {
    try (var site = new SiteUnderTest(directory, POLICY.readTries(3, Duration.ofMillis(1)))) {
      site.services
          .server()
          .stubFor(patch(urlEqualTo("/v1/idns/dns-1")).willReturn(aResponse().withStatus(503)));
      assertThat(site.put(DNS, DNS_VALUE)).isInstanceOf(SiteResult.Deferred.class);
      site.services.server().verify(1, patchRequestedFor(urlEqualTo("/v1/idns/dns-1")));
      site.services.server().resetRequests();
      readsFail(site, 503);
      assertThat(site.reading(DNS)).isInstanceOf(SiteReading.Failed.class);
      verifyReads(site, 3);
    }
  }

  @Test
  void aCallEndsAfterItsTimeHoweverTheServiceDawdles() throws Exception {
    var policy =
        POLICY.timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));
    try (var site = new SiteUnderTest(directory, policy)) {
      await().until(() -> site.reading(DNS) instanceof SiteReading.Values); // warm
      site.services
          .server()
          .stubFor(
              get(urlEqualTo("/v1/idns"))
                  .willReturn(
                      aResponse().withBody("{\"idnss\":[]}").withChunkedDribbleDelay(4, 60_000)));
      assertThat(site.reading(DNS))
          .isEqualTo(
              new SiteReading.Failed(
                  "sysinv gave no answer within 300 ms", Duration.ofSeconds(30)));
    }
  }

  @Test
  void anEndlessAnswerIsCutOff() throws Exception {
    try (var site = new SiteUnderTest(directory)) {
      site.services
          .server()
          .stubFor(
              get(urlEqualTo("/v1/idns"))
                  .willReturn(aResponse().withBody(" ".repeat(2 << 20) + "{}")));
      assertThat(site.reading(DNS)).isInstanceOf(SiteReading.Failed.class);
    }
  }

  @Test
  void appliersAtOnceShareThePlacesOfAService() throws Exception {
    try (var site = new SiteUnderTest(directory, POLICY.atOnce(2, Duration.ofSeconds(30)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      site.read(DNS); // the token
      site.services.holdUntilAtOnce(2);
      var calls =
          IntStream.range(0, 6)
              .mapToObj(i -> (Callable<SiteReading>) () -> site.reading(i % 2 == 0 ? DNS : NTP))
              .toList();
      for (var result : threads.invokeAll(calls)) {
        assertThat(result.get()).isInstanceOf(SiteReading.Values.class);
      }
      assertThat(site.services.mostAtOnce()).isEqualTo(2);
    }
  }

  @Test
  void aCallWithoutAPlaceIsDeferredAndSaysNothingAboutTheSite() throws Exception {
    try (var site = new SiteUnderTest(directory, POLICY.atOnce(1, Duration.ofMillis(1)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      site.read(DNS);
      site.services.holdUntilAtOnce(2);
      var first = threads.submit(() -> site.reading(DNS));
      await().until(() -> site.services.mostAtOnce() == 1);
      assertThat(site.put(NTP, "{\"ntpservers\":[\"192.0.2.1\"]}"))
          .isInstanceOfSatisfying(
              SiteResult.Deferred.class,
              deferred ->
                  assertThat(deferred.why())
                      .isEqualTo("sysinv is busy with 1 calls of this agent"));
      assertThat(site.site().verdict()).isInstanceOf(Verdict.Unknown.class);
      site.services.letGo();
      assertThat(first.get()).isInstanceOf(SiteReading.Values.class);
    }
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItsEnd() throws Exception {
    try (var site = new SiteUnderTest(directory)) {
      site.read(DNS);
      site.clock.advance(Duration.ofMinutes(57));
      site.read(DNS);
      assertThat(site.services.tokensIssued()).isEqualTo(1);
      site.clock.advance(Duration.ofMinutes(2));
      site.read(DNS);
      assertThat(site.services.tokensIssued()).isEqualTo(2);
    }
  }

  @Test
  void aTokenThatIsRefusedIsRenewedOnceAlsoForAWrite() throws Exception {
    try (var site = new SiteUnderTest(directory)) {
      site.read(DNS);
      site.services.revokeToken();
      assertThat(site.put(DNS, DNS_VALUE)).isEqualTo(SiteResult.APPLIED);
      assertThat(site.services.tokensIssued()).isEqualTo(2);
      readsFail(site, 401);
      assertThat(site.reading(DNS))
          .isInstanceOfSatisfying(
              SiteReading.Failed.class,
              failed ->
                  assertThat(failed.why()).isEqualTo("sysinv does not accept Keystone's token"));
      assertThat(site.site().verdict()).isEqualTo(Verdict.UP);
    }
  }

  @Test
  void aRefusedPasswordIsNotTriedAgainUntilItsFileChanges() throws Exception {
    try (var site = new SiteUnderTest(directory)) {
      site.services.password("changed");
      for (int i = 0; i < 5; i++) {
        assertThat(site.site().verdict())
            .isEqualTo(new Verdict.Unknown("Keystone refuses the password of user agent"));
      }
      site.services.server().verify(1, postRequestedFor(urlEqualTo("/v3/auth/tokens")));
      site.password("changed");
      assertThat(site.site().verdict()).isEqualTo(Verdict.UP);
    }
  }
}
