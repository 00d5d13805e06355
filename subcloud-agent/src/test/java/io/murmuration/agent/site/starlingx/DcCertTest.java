package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.ADMIN_ENDPOINT;
import static io.murmuration.agent.site.starlingx.SiteUnderTest.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.FakeAdminEndpoint.Authority;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The certificate of the admin endpoint, over real TLS. */
@Timeout(60)
final class DcCertTest {
  private static final String RENEW = "/v1/certificate/certificate_renew";

  @TempDir private Path directory;
  private FakeAdminEndpoint endpoint;
  private SiteUnderTest site;
  private Authority root;
  private Authority first;

  @BeforeEach
  void open() throws Exception {
    endpoint = new FakeAdminEndpoint();
    site = new SiteUnderTest(directory, POLICY, endpoint.address());
    root = FakeAdminEndpoint.authority("root", 1, null);
    first = FakeAdminEndpoint.authority("region-adminep-ca-certificate", 10, root);
  }

  @AfterEach
  void close() throws Exception {
    site.close();
    endpoint.close();
  }

  private String value(Authority intermediate) throws Exception {
    return "{\"certificate\":\"%s\",\"key\":\"%s\",\"roots\":\"%s\"}"
        .formatted(intermediate.pem(), intermediate.keyPem(), root.pem())
        .replace("\n", "\\n");
  }

  private void siteIssuesAtOnce() {
    site.services.onRenewal((_, certificate, key) -> endpoint.issueFrom(certificate, key));
  }

  private void renewals(int count) {
    site.services.server().verify(count, postRequestedFor(urlEqualTo(RENEW)));
  }

  @Test
  void anIntermediateCaCountsOnceTheEndpointServesFromIt() throws Exception {
    var value = value(first);
    assertThat(site.put(ADMIN_ENDPOINT, value))
        .isInstanceOfSatisfying(
            SiteResult.Deferred.class,
            deferred -> assertThat(deferred.why()).contains("being issued at the site"));
    assertThat(site.read(ADMIN_ENDPOINT)).isEmpty();
    endpoint.issueFrom(first.pem(), first.keyPem());
    assertThat(site.put(ADMIN_ENDPOINT, value)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(ADMIN_ENDPOINT)).containsEntry(ADMIN_ENDPOINT, Payload.of(value));
    renewals(1);
  }

  @Test
  void whatWasAppliedIsRememberedAcrossARestartAndNotSentAgain() throws Exception {
    siteIssuesAtOnce();
    var value = value(first);
    assertThat(site.put(ADMIN_ENDPOINT, value)).isEqualTo(SiteResult.APPLIED);
    site.restart();
    assertThat(site.read(ADMIN_ENDPOINT)).containsEntry(ADMIN_ENDPOINT, Payload.of(value));
    assertThat(site.put(ADMIN_ENDPOINT, value)).isEqualTo(SiteResult.APPLIED);
    renewals(1);
  }

  @Test
  void aRenewalReplacesTheFormerOneAlsoUnderTheSameName() throws Exception {
    siteIssuesAtOnce();
    site.put(ADMIN_ENDPOINT, value(first));
    var next = value(FakeAdminEndpoint.authority("region-adminep-ca-certificate", 11, root));
    assertThat(site.put(ADMIN_ENDPOINT, next)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(ADMIN_ENDPOINT)).containsEntry(ADMIN_ENDPOINT, Payload.of(next));
    renewals(2);
  }

  @Test
  void anEndpointThatServesFromAnotherAuthorityIsSeenAndMended() throws Exception {
    siteIssuesAtOnce();
    var value = value(first);
    site.put(ADMIN_ENDPOINT, value);
    var foreign = FakeAdminEndpoint.authority("region-adminep-ca-certificate", 12, null);
    endpoint.issueFrom(foreign.pem(), foreign.keyPem());
    assertThat(site.read(ADMIN_ENDPOINT)).isEmpty();
    assertThat(site.put(ADMIN_ENDPOINT, value)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(ADMIN_ENDPOINT)).containsKey(ADMIN_ENDPOINT);
  }

  @Test
  void anApplyThatWasCutOffBeforeItsFileEndsWithoutAnother() throws Exception {
    endpoint.issueFrom(first.pem(), first.keyPem());
    assertThat(site.read(ADMIN_ENDPOINT)).isEmpty();
    assertThat(site.put(ADMIN_ENDPOINT, value(first))).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(ADMIN_ENDPOINT)).containsKey(ADMIN_ENDPOINT);
    renewals(0);
  }

  @Test
  void aCertificateThatExpiredIsNotHeld() throws Exception {
    siteIssuesAtOnce();
    site.put(ADMIN_ENDPOINT, value(first));
    site.clock.advance(Duration.ofDays(20 * 365));
    assertThat(site.read(ADMIN_ENDPOINT)).isEmpty();
    assertThat(site.put(ADMIN_ENDPOINT, value(first)))
        .isInstanceOfSatisfying(
            SiteResult.Refused.class, refused -> assertThat(refused.why()).contains("expired at"));
  }

  @Test
  void anEndpointThatIsAwayIsNotTakenForOneWithoutACertificate() throws Exception {
    siteIssuesAtOnce();
    site.put(ADMIN_ENDPOINT, value(first));
    endpoint.close();
    assertThat(site.reading(ADMIN_ENDPOINT))
        .isInstanceOfSatisfying(
            SiteReading.Failed.class,
            failed -> assertThat(failed.why()).contains("gives no TLS handshake"));
  }

  @Test
  void whatSysinvWouldRefuseIsRefusedWithoutBeingSentOrRepeated() throws Exception {
    var alien = FakeAdminEndpoint.authority("alien", 13, null);
    for (var value :
        new String[] {"{}", value(alien), value(first).replace("BEGIN C", "BEGIN X")}) {
      assertThat(site.put(ADMIN_ENDPOINT, value))
          .isInstanceOfSatisfying(
              SiteResult.Refused.class,
              refused -> assertThat(refused.why()).doesNotContain("BEGIN"));
    }
    assertThat(site.delete(ADMIN_ENDPOINT)).isInstanceOf(SiteResult.Refused.class);
    renewals(0);
  }

  @Test
  void noTextOfAFailureHoldsTheKey() throws Exception {
    var body = "{\"faultstring\":\"" + first.keyPem().replace("\n", " ") + "\"}";
    for (int status : new int[] {400, 500}) {
      site.services
          .server()
          .stubFor(
              post(urlEqualTo(RENEW)).willReturn(aResponse().withStatus(status).withBody(body)));
      assertThat(site.put(ADMIN_ENDPOINT, value(first)).toString())
          .contains("HTTP " + status)
          .doesNotContain("PRIVATE");
    }
  }
}
