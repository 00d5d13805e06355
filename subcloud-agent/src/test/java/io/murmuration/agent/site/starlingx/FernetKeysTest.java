package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.agent.site.starlingx.trust.SiteTrust;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FernetKeysTest {
  private static final ItemKey KEYS = new ItemKey("fernet-repo", "keys");
  private static final String PATH = "/v1/fernet_repo";
  private static final String VALUE =
      "{\"keys\":[{\"id\":0,\"key\":\"c3RhZ2Vk\"},{\"id\":5,\"key\":\"cHJpbWFyeQ==\"}]}";

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

  private static Map<String, Object> key(long id, String key) {
    return Map.of("id", id, "key", key);
  }

  private void sent(int created, int replaced) {
    site.services.server().verify(created, postRequestedFor(urlEqualTo(PATH)));
    site.services.server().verify(replaced, putRequestedFor(urlEqualTo(PATH)));
  }

  @Test
  void anEmptyRepositoryIsCreatedAndReadBackByteForByte() {
    assertThat(site.read(KEYS)).isEmpty();
    assertThat(site.put(KEYS, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(KEYS)).containsEntry(KEYS, Payload.of(VALUE));
    sent(1, 0);
  }

  @Test
  void keysThatDifferAreReplacedAsAWhole() {
    site.services.fernetKeys(List.of(key(4, "b2xk"), key(0, "c3RhZ2Vk")));
    assertThat(site.put(KEYS, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.fernetKeys())
        .containsExactly(key(0, "c3RhZ2Vk"), key(5, "cHJpbWFyeQ=="));
    sent(0, 1);
  }

  @Test
  void equalKeysInAnotherOrderAreNotSent() {
    site.services.fernetKeys(List.of(key(5, "cHJpbWFyeQ=="), key(0, "c3RhZ2Vk")));
    assertThat(site.read(KEYS)).containsEntry(KEYS, Payload.of(VALUE));
    assertThat(site.put(KEYS, VALUE)).isEqualTo(SiteResult.APPLIED);
    sent(0, 0);
  }

  @Test
  void aRepositoryThatWasHalfWrittenIsSeenAndWrittenAgain() {
    site.put(KEYS, VALUE);
    site.services.fernetKeys(List.of(key(0, "c3RhZ2Vk")));
    assertThat(site.read(KEYS).get(KEYS)).isNotEqualTo(Payload.of(VALUE));
    assertThat(site.put(KEYS, VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(KEYS)).containsEntry(KEYS, Payload.of(VALUE));
  }

  @Test
  void differingKeysWaitUntilTheSitesIdsAreTheSystemControllers() throws Exception {
    var aligned = new AtomicBoolean();
    try (var sysinv = sysinv()) {
      var applier = new FernetApplier(sysinv, aligned::get);
      assertThat(applier.upsert(KEYS, Payload.of(VALUE), Set.of()))
          .isInstanceOfSatisfying(
              SiteResult.Deferred.class,
              deferred -> assertThat(deferred.why()).contains("system controller's ids"));
      sent(0, 0);
      aligned.set(true);
      assertThat(applier.upsert(KEYS, Payload.of(VALUE), Set.of())).isEqualTo(SiteResult.APPLIED);
      aligned.set(false);
      assertThat(applier.upsert(KEYS, Payload.of(VALUE), Set.of())).isEqualTo(SiteResult.APPLIED);
      sent(1, 0);
    }
  }

  private Sysinv sysinv() throws Exception {
    var settings = site.settings(SiteUnderTest.POLICY);
    return new Sysinv(
        settings.sysinv(),
        settings.credentials(),
        SiteTrust.open(settings.trustFile()).context(),
        settings.calls(),
        site.clock);
  }

  @Test
  void noSetOfKeysIsEverSentEmptyOrDeleted() {
    for (var value : new String[] {"{}", "{\"keys\":[]}", "{\"keys\":[{\"key\":\"a\"}]}"}) {
      assertThat(site.put(KEYS, value)).isInstanceOf(SiteResult.Refused.class);
    }
    assertThat(site.delete(KEYS)).isInstanceOf(SiteResult.Refused.class);
    sent(0, 0);
  }

  @Test
  void noTextOfAFailureHoldsAKey() {
    site.services
        .server()
        .stubFor(
            put(urlEqualTo(PATH))
                .willReturn(
                    aResponse()
                        .withStatus(400)
                        .withBody("{\"faultstring\":\"bad cHJpbWFyeQ==\"}")));
    site.services.fernetKeys(List.of(key(0, "b3RoZXI=")));
    assertThat(site.put(KEYS, VALUE)).isEqualTo(new SiteResult.Refused("sysinv: HTTP 400"));
  }

  @Test
  void aReleaseWithoutTheResourceHoldsNoKeys() {
    site.services.server().stubFor(get(urlEqualTo(PATH)).willReturn(aResponse().withStatus(404)));
    assertThat(site.read(KEYS)).isEmpty();
  }
}
