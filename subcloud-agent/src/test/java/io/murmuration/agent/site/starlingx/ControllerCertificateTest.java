package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
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

/** CAs of the system controller: type {@code certificate}. */
final class ControllerCertificateTest {
  private static final String INSTALL = "/v1/certificate/certificate_install";
  private static final ItemKey PLATFORM_17 = new ItemKey("certificate", "ssl_ca_17");
  private static final ItemKey PLATFORM_18 = new ItemKey("certificate", "ssl_ca_18");
  private static final ItemKey OPENSTACK_7 = new ItemKey("certificate", "openstack_ca_7");
  private static final ItemKey OPENSTACK_8 = new ItemKey("certificate", "openstack_ca_8");

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

  private static String value(String mode, String pem) {
    return "{\"certificate\":\"" + pem.replace("\n", "\\n") + "\",\"mode\":\"" + mode + "\"}";
  }

  private static String platform(String name, long serial) throws Exception {
    return value("ssl_ca", TestCertificates.pem(name, serial));
  }

  private void installs(int count) {
    site.services.server().verify(count, postRequestedFor(urlEqualTo(INSTALL)));
  }

  @Test
  void aCaIsInstalledInItsModeOnceAndReadBackByteForByte() throws Exception {
    var value = value("openstack_ca", TestCertificates.pem("openstack", 7));
    assertThat(site.put(OPENSTACK_7, value)).isEqualTo(SiteResult.APPLIED);
    site.restart();
    assertThat(site.read(OPENSTACK_7)).containsEntry(OPENSTACK_7, Payload.of(value));
    assertThat(site.put(OPENSTACK_7, value)).isEqualTo(SiteResult.APPLIED);
    installs(1);
    site.services
        .server()
        .verify(
            postRequestedFor(urlEqualTo(INSTALL))
                .withRequestBodyPart(
                    aMultipart().withName("mode").withBody(equalTo("openstack_ca")).build()));
  }

  @Test
  void aNewCaOfTheSameSubjectTakesThePlaceOfTheOneThatLeaves() throws Exception {
    site.put(PLATFORM_17, platform("root", 17));
    assertThat(
            site.write(
                new SiteWrite.Upsert(PLATFORM_18, Payload.of(platform("root", 18))),
                new SiteWrite.Delete(PLATFORM_17)))
        .containsOnly(SiteResult.APPLIED);
    assertThat(site.services.trusted()).containsExactly("ssl_ca_18");
    assertThat(site.read(PLATFORM_17, PLATFORM_18)).containsOnlyKeys(PLATFORM_18);
  }

  @Test
  void aDeletedCaGoesAndLocalOnesStay() throws Exception {
    site.services.trust(TestCertificates.pem("local", 99));
    site.put(PLATFORM_17, platform("root", 17));
    assertThat(site.delete(PLATFORM_17)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.delete(PLATFORM_17)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.trusted()).containsExactly("ssl_ca_99");
  }

  @Test
  void aCaThatAnOperatorDeclaredAsWellStaysUntilBothAreGone() throws Exception {
    var declared = new ItemKey("trusted-ca", "a");
    var pem = TestCertificates.pem("root", 17);
    site.put(PLATFORM_17, value("ssl_ca", pem));
    site.put(declared, "{\"certificate\":\"" + pem.replace("\n", "\\n") + "\"}");
    installs(1);
    site.delete(PLATFORM_17);
    assertThat(site.services.trusted()).containsExactly("ssl_ca_17");
    site.delete(declared);
    assertThat(site.services.trusted()).isEmpty();
  }

  @Test
  void openstacksCaIsReplacedByAnotherButNeverRemoved() throws Exception {
    site.put(OPENSTACK_7, value("openstack_ca", TestCertificates.pem("a", 7)));
    assertThat(site.delete(OPENSTACK_7)).isInstanceOf(SiteResult.Refused.class);
    var next = value("openstack_ca", TestCertificates.pem("b", 8));
    assertThat(
            site.write(
                new SiteWrite.Upsert(OPENSTACK_8, Payload.of(next)),
                new SiteWrite.Delete(OPENSTACK_7)))
        .containsOnly(SiteResult.APPLIED);
    assertThat(site.services.trusted()).containsExactly("openstack_ca_8");
  }

  @Test
  void aCaThatDriftedAwayIsPutBack() throws Exception {
    var value = platform("root", 17);
    site.put(PLATFORM_17, value);
    site.services.distrustAll();
    assertThat(site.read(PLATFORM_17)).isEmpty();
    assertThat(site.put(PLATFORM_17, value)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(PLATFORM_17)).containsEntry(PLATFORM_17, Payload.of(value));
  }

  @Test
  void anApplyThatWasCutOffAfterTheInstallationEndsWithoutAnother() throws Exception {
    var pem = TestCertificates.pem("root", 17);
    site.services.trust(pem); // the agent was killed before it wrote its file
    assertThat(site.read(PLATFORM_17)).isEmpty();
    assertThat(site.put(PLATFORM_17, value("ssl_ca", pem))).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(PLATFORM_17)).containsKey(PLATFORM_17);
    installs(0);
  }

  @Test
  void anExpiredCaAndOneOfAnotherNameAreRefusedInWords() throws Exception {
    var expired = TestCertificates.pem("old", 17, Instant.parse("2026-02-01T00:00:00Z"));
    assertThat(site.put(PLATFORM_17, value("ssl_ca", expired)))
        .isInstanceOfSatisfying(
            SiteResult.Refused.class, refused -> assertThat(refused.why()).contains("expired at"));
    assertThat(site.put(PLATFORM_18, platform("root", 17)))
        .isEqualTo(
            new SiteResult.Refused("certificate/ssl_ca_18: name: ssl_ca_18 (expected: ssl_ca_17)"));
    assertThat(site.put(PLATFORM_17, value("tpm", TestCertificates.pem("root", 17))))
        .isInstanceOf(SiteResult.Refused.class);
    installs(0);
  }

  @Test
  void aServiceInTroubleIsAskedAgainLater() throws Exception {
    site.services
        .server()
        .stubFor(post(urlEqualTo(INSTALL)).willReturn(aResponse().withStatus(503)));
    assertThat(site.put(PLATFORM_17, platform("root", 17))).isInstanceOf(SiteResult.Deferred.class);
    assertThat(site.read(PLATFORM_17)).isEmpty();
  }
}
