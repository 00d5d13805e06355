package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SysadminTest {
  private static final ItemKey SYSADMIN = new ItemKey("sysadmin", "default");
  private static final String HASH = "$6$salt$central-hash";
  private static final String VALUE =
      "{\"passwd_expiry_days\":90,\"passwd_hash\":\""
          + HASH
          + "\",\"passwd_last_change\":20500,\"root_sig\":\"sig\"}";
  private static final String ROW = "/v1/iuser/user-1";

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

  private void patches(int count) {
    site.services.server().verify(count, patchRequestedFor(anyUrl()));
  }

  @Test
  void thePasswordIsPatchedOnceAndReadBackAsWantedAlsoAfterARestart() throws Exception {
    site.services.row("iuser").put("passwd_last_change", null);
    assertThat(site.put(SYSADMIN, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(SYSADMIN)).containsEntry(SYSADMIN, Payload.of(VALUE));
    site.restart();
    assertThat(site.read(SYSADMIN)).containsEntry(SYSADMIN, Payload.of(VALUE));
    assertThat(site.put(SYSADMIN, VALUE)).isEqualTo(SiteResult.APPLIED);
    patches(1);
    site.services
        .server()
        .verify(
            patchRequestedFor(urlEqualTo(ROW))
                .withRequestBody(containing("passwd_last_change"))
                .withRequestBody(containing("\"value\":\"apply\"")));
  }

  @Test
  void aRowOfAnOlderReleaseIsNotSentWhatItDoesNotHave() {
    assertThat(site.put(SYSADMIN, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(SYSADMIN)).containsEntry(SYSADMIN, Payload.of(VALUE));
    site.services
        .server()
        .verify(
            patchRequestedFor(urlEqualTo(ROW))
                .withRequestBody(notContaining("passwd_last_change")));
  }

  @Test
  void aPasswordThatIsTheSameAlreadyIsNotPatched() {
    site.services.row("iuser").put("passwd_hash", HASH);
    site.services.row("iuser").put("passwd_expiry_days", 90L);
    assertThat(site.put(SYSADMIN, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(SYSADMIN)).containsEntry(SYSADMIN, Payload.of(VALUE));
    patches(0);
  }

  @Test
  void aPasswordThatWasChangedAtTheSiteIsSeenAndPutBack() {
    site.put(SYSADMIN, VALUE);
    site.services.row("iuser").put("passwd_hash", "$6$someone");
    assertThat(site.read(SYSADMIN).get(SYSADMIN)).isNotNull().isNotEqualTo(Payload.of(VALUE));
    assertThat(site.put(SYSADMIN, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.row("iuser")).containsEntry("passwd_hash", HASH);
  }

  @Test
  void anApplyThatWasCutOffAfterThePatchEndsWithoutAnother() {
    site.services.row("iuser").put("passwd_hash", HASH);
    site.services.row("iuser").put("passwd_expiry_days", "90");
    site.services.row("iuser").put("root_sig", "sig");
    assertThat(site.read(SYSADMIN).get(SYSADMIN)).isNotEqualTo(Payload.of(VALUE));
    assertThat(site.put(SYSADMIN, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(SYSADMIN)).containsEntry(SYSADMIN, Payload.of(VALUE));
    patches(0);
  }

  @Test
  void theUserIsNeverDeletedAndNeverCreated() {
    assertThat(site.delete(SYSADMIN)).isInstanceOf(SiteResult.Refused.class);
    site.services.removeRow("iuser");
    assertThat(site.read(SYSADMIN)).isEmpty();
    assertThat(site.put(SYSADMIN, VALUE)).isInstanceOf(SiteResult.Deferred.class);
    patches(0);
  }

  @Test
  void whatIsNoHashIsRefusedWithoutBeingRepeated() {
    for (var value : new String[] {"{}", "{\"passwd_expiry_days\":1,\"passwd_hash\":\"plain\"}"}) {
      assertThat(site.put(SYSADMIN, value))
          .isInstanceOfSatisfying(
              SiteResult.Refused.class,
              refused -> assertThat(refused.why()).doesNotContain("plain"));
    }
    patches(0);
  }

  @Test
  void theHashThatSysinvRepeatsInItsErrorIsNotPassedOn() {
    for (int status : new int[] {400, 500}) {
      site.services
          .server()
          .stubFor(
              patch(urlEqualTo(ROW))
                  .willReturn(
                      aResponse()
                          .withStatus(status)
                          .withBody("{\"faultstring\":\"patch " + HASH + " failed\"}")));
      assertThat(site.put(SYSADMIN, VALUE).toString())
          .contains("HTTP " + status)
          .doesNotContain("hash");
    }
  }
}
