package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustedCaTest {
  private static final String INSTALL = "/v1/certificate/certificate_install";
  private static final ItemKey A = new ItemKey("trusted-ca", "a");
  private static final ItemKey B = new ItemKey("trusted-ca", "b");

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

  private static String value(String pem) {
    return "{\"certificate\":\"" + pem.replace("\n", "\\n") + "\"}";
  }

  private void installs(int count) {
    site.services.server().verify(count, postRequestedFor(urlEqualTo(INSTALL)));
  }

  private void noDelete() {
    site.services.server().verify(0, deleteRequestedFor(anyUrl()));
  }

  @Test
  void aCaIsInstalledOnceAndRememberedAcrossRestarts() throws Exception {
    var pem = TestCertificates.pem("one", 17);
    assertThat(site.put(A, value(pem))).isEqualTo(SiteResult.APPLIED);
    site.restart();
    assertThat(site.read(A)).containsEntry(A, Payload.of(value(pem)));
    assertThat(site.put(A, value(pem))).isEqualTo(SiteResult.APPLIED);
    installs(1);
    site.services
        .server()
        .verify(
            postRequestedFor(urlEqualTo(INSTALL))
                .withRequestBodyPart(
                    aMultipart().withName("mode").withBody(equalTo("ssl_ca")).build())
                .withRequestBodyPart(aMultipart().withName("file").withBody(equalTo(pem)).build()));
  }

  @Test
  void aCaThatSomebodyElseInstalledCountsAsPresent() throws Exception {
    var pem = TestCertificates.pem("one", 17);
    site.services.trust(pem);
    assertThat(site.read(A)).isEmpty();
    assertThat(site.put(A, value(pem))).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(A)).containsKey(A);
    installs(0);
  }

  @Test
  void aCaThatVanishedOrChangedItsDatesIsNotReported() throws Exception {
    var pem = TestCertificates.pem("one", 17);
    site.put(A, value(pem));
    site.services.trust(TestCertificates.pem("one", 17, Instant.parse("2040-01-01T00:00:00Z")));
    assertThat(site.read(A)).isEmpty();
    assertThat(site.put(A, value(pem))).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(A)).containsKey(A);
    site.services.distrustAll();
    assertThat(site.read(A)).isEmpty();
  }

  @Test
  void anotherCertificateUnderTheSameNameTakesTheFirstOnesPlace() throws Exception {
    site.put(A, value(TestCertificates.pem("one", 17)));
    var next = TestCertificates.pem("two", 18);
    assertThat(site.put(A, value(next))).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.trusted()).containsExactly("ssl_ca_18");
    assertThat(site.read(A)).containsEntry(A, Payload.of(value(next)));
  }

  @Test
  void anExpiredCertificateIsRefusedInWordsAndNotSent() throws Exception {
    var pem = TestCertificates.pem("old", 17, Instant.parse("2026-02-01T00:00:00Z"));
    assertThat(site.put(A, value(pem)))
        .isEqualTo(
            new SiteResult.Refused(
                "trusted-ca/a: the certificate expired at 2026-02-01T00:00:00Z"
                    + " (expected: one that is valid); it was not installed"));
    assertThat(site.read(A)).isEmpty();
    installs(0);
  }

  @Test
  void whatIsNotExactlyOneCertificateIsRefused() throws Exception {
    var pem = TestCertificates.pem("one", 17);
    assertThat(site.put(A, value(pem + pem))).isInstanceOf(SiteResult.Refused.class);
    assertThat(site.put(A, value("text"))).isInstanceOf(SiteResult.Refused.class);
    assertThat(site.put(A, "{}")).isInstanceOf(SiteResult.Refused.class);
    installs(0);
  }

  @Test
  void deletingRemovesTheDeclaredCaAndNothingElse() throws Exception {
    site.services.trust(TestCertificates.pem("local", 99));
    site.put(A, value(TestCertificates.pem("one", 17)));
    assertThat(site.delete(B)).isEqualTo(SiteResult.APPLIED);
    noDelete();
    assertThat(site.delete(A)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.delete(A)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.trusted()).containsExactly("ssl_ca_99");
    site.services.server().verify(1, deleteRequestedFor(anyUrl()));
  }

  @Test
  void aRenamedCaStays() throws Exception {
    var pem = value(TestCertificates.pem("one", 17));
    site.put(A, pem);
    assertThat(site.write(new SiteWrite.Upsert(B, Payload.of(pem)), new SiteWrite.Delete(A)))
        .containsOnly(SiteResult.APPLIED);
    assertThat(site.read(A, B)).containsOnlyKeys(B);
    noDelete();
    installs(1);
  }

  @Test
  void aCaRenewedUnderAnotherNameReplacesTheOneThatLeaves() throws Exception {
    site.put(A, value(TestCertificates.pem("one", 17)));
    var next = value(TestCertificates.pem("one", 18));
    assertThat(site.write(new SiteWrite.Upsert(B, Payload.of(next)), new SiteWrite.Delete(A)))
        .containsOnly(SiteResult.APPLIED);
    assertThat(site.services.trusted()).containsExactly("ssl_ca_18");
    assertThat(site.read(A, B)).containsOnlyKeys(B);
  }

  @Test
  void twoDeclaredCasThatSysinvCannotKeepBothDoNotFightEachOther() throws Exception {
    site.put(A, value(TestCertificates.pem("one", 17)));
    assertThat(site.put(B, value(TestCertificates.pem("one", 18))))
        .isInstanceOf(SiteResult.Refused.class);
    assertThat(site.put(B, value(TestCertificates.pem("two", 17))))
        .isInstanceOf(SiteResult.Refused.class);
    assertThat(site.services.trusted()).containsExactly("ssl_ca_17");
  }

  @Test
  void aLocalCaWithTheSameSerialNumberIsNotReplaced() throws Exception {
    site.services.trust(TestCertificates.pem("local", 17));
    assertThat(site.put(A, value(TestCertificates.pem("one", 17))))
        .isInstanceOfSatisfying(
            SiteResult.Refused.class,
            refused -> assertThat(refused.why()).contains("serial number 17"));
    installs(0);
  }

  @Test
  void aNameThatLostItsCaDoesNotKeepItForAnother() throws Exception {
    var pem = value(TestCertificates.pem("one", 17));
    site.put(A, pem);
    site.services.distrustAll();
    site.put(B, pem);
    assertThat(site.delete(B)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.trusted()).isEmpty();
  }

  @Test
  void aDeletionThatFailedIsTriedAgain() throws Exception {
    site.put(A, value(TestCertificates.pem("one", 17)));
    var stub =
        site.services
            .server()
            .stubFor(
                delete(urlPathMatching("/v1/certificate/.*"))
                    .willReturn(aResponse().withStatus(503)));
    assertThat(site.delete(A)).isInstanceOf(SiteResult.Deferred.class);
    assertThat(site.read(A)).containsKey(A);
    site.services.server().removeStub(stub);
    assertThat(site.delete(A)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.trusted()).isEmpty();
  }
}
