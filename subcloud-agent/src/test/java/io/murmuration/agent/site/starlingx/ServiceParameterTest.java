package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service parameters: rows of sysinv, put into force section by section. */
final class ServiceParameterTest {
  private static final ItemKey BOOT = key("platform.maintenance.worker_boot_timeout");
  private static final ItemKey HEARTBEAT = key("platform.maintenance.heartbeat_period");
  private static final ItemKey TOKEN = key("identity.config.token_expiration");
  private static final String BOOT_VALUE =
      value("platform", "maintenance", "worker_boot_timeout", "720", "");
  private static final String OF_RESOURCE =
      value("platform", "maintenance", "worker_boot_timeout", "720", "platform::x");

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

  private static ItemKey key(String name) {
    return new ItemKey("service-parameter", name);
  }

  private static String value(
      String service, String section, String name, String value, String resource) {
    return "{\"name\":\"%s\",\"personality\":\"\",\"resource\":\"%s\",\"section\":\"%s\",\"service\":\"%s\",\"value\":\"%s\"}"
        .formatted(name, resource, section, service, value);
  }

  @Test
  void eachSectionIsAppliedOnceHoweverManyOfItsParametersChanged() {
    assertThat(
            site.write(
                new SiteWrite.Upsert(TOKEN, token("3600")),
                new SiteWrite.Upsert(
                    HEARTBEAT,
                    Payload.of(value("platform", "maintenance", "heartbeat_period", "100", ""))),
                new SiteWrite.Upsert(BOOT, Payload.of(BOOT_VALUE))))
        .containsOnly(SiteResult.APPLIED);
    assertThat(site.read(BOOT)).isEqualTo(Map.of(BOOT, Payload.of(BOOT_VALUE)));
    assertThat(applied()).containsExactly("identity.config", "platform.maintenance");
  }

  private static Payload token(String seconds) {
    return Payload.of(value("identity", "config", "token_expiration", seconds, ""));
  }

  @Test
  void aChangeOrDriftIsWrittenAndAReplayIsNot() {
    site.put(BOOT, BOOT_VALUE);
    site.put(BOOT, BOOT_VALUE);
    assertThat(applied()).hasSize(1);
    site.services.<Object>tuning(
        tuning -> tuning.parameters.values().iterator().next().put("value", "9"));
    assertThat(site.read(BOOT)).doesNotContainValue(Payload.of(BOOT_VALUE));
    assertThat(site.put(BOOT, BOOT_VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(BOOT)).containsValue(Payload.of(BOOT_VALUE));
    assertThat(applied()).hasSize(2);
  }

  @Test
  void anotherResourceIsAnotherRow() {
    site.put(BOOT, BOOT_VALUE);
    assertThat(site.put(BOOT, OF_RESOURCE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(BOOT)).isEqualTo(Map.of(BOOT, Payload.of(OF_RESOURCE)));
    assertThat(site.services.<Integer>tuning(tuning -> tuning.parameters.size())).isOne();
  }

  @Test
  void deletedIsGoneAndAppliedAndWhatTheSiteHasByItselfStays() {
    site.services.<Object>tuning(tuning -> tuning.add("http", "config", "http_port", "8080", ""));
    site.put(BOOT, BOOT_VALUE);
    assertThat(site.delete(BOOT)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.delete(BOOT)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(BOOT)).isEmpty();
    assertThat(site.services.<Integer>tuning(tuning -> tuning.parameters.size())).isOne();
    assertThat(applied()).hasSize(2);
  }

  @Test
  void killedBetweenWriteAndApplyTheNextPushApplies() throws Exception {
    failApply(503);
    assertThat(site.put(BOOT, BOOT_VALUE)).isInstanceOf(SiteResult.Deferred.class);
    site.restart();
    site.services.server().resetMappings();
    site.services.stub();
    assertThat(site.read(BOOT)).isEqualTo(Map.of(BOOT, NotInForce.UNFINISHED));
    assertThat(site.put(BOOT, BOOT_VALUE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(BOOT)).isEqualTo(Map.of(BOOT, Payload.of(BOOT_VALUE)));
    assertThat(applied()).containsExactly("platform.maintenance");
  }

  @Test
  void aSectionThatCannotBeAppliedRefusesItsOwnParametersOnly() {
    site.services
        .server()
        .stubFor(
            post(urlEqualTo("/v1/service_parameter/apply"))
                .withRequestBody(containing("maintenance"))
                .willReturn(
                    aResponse()
                        .withStatus(400)
                        .withBody("{\"faultstring\":\"should be greater\"}")));
    assertThat(
            site.write(
                new SiteWrite.Upsert(TOKEN, token("3600")),
                new SiteWrite.Upsert(BOOT, Payload.of(BOOT_VALUE))))
        .containsExactly(SiteResult.APPLIED, new SiteResult.Refused("sysinv: should be greater"));
  }

  @Test
  void aParameterWhoseValueSysinvHidesIsRefused() {
    var key = key("platform.sysinv.firewall_rules_id");
    assertThat(site.put(key, value("platform", "sysinv", "firewall_rules_id", "1", "")))
        .isInstanceOfSatisfying(
            SiteResult.Refused.class,
            refused -> assertThat(refused.why()).contains("does not show the value"));
    assertThat(site.services.<Integer>tuning(tuning -> tuning.parameters.size())).isZero();
    assertThat(site.read(key)).isEmpty();
  }

  @Test
  void aRefusedChangeOfTheResourceLeavesTheParameterAsItWas() {
    site.put(BOOT, BOOT_VALUE);
    refuse("platform::x");
    assertThat(site.put(BOOT, OF_RESOURCE)).isEqualTo(new SiteResult.Refused("sysinv: no"));
    assertThat(site.read(BOOT)).isEqualTo(Map.of(BOOT, Payload.of(BOOT_VALUE)));
    assertThat(site.services.<Set<String>>tuning(tuning -> Set.copyOf(tuning.pending))).isEmpty();
  }

  @Test
  void aParameterThatCannotBePutBackYetIsOwedAndPutBackByALaterProcess() throws Exception {
    site.put(BOOT, BOOT_VALUE);
    refuse("720");
    assertThat(site.put(BOOT, OF_RESOURCE))
        .isInstanceOfSatisfying(
            SiteResult.Deferred.class,
            deferred -> assertThat(deferred.why()).contains("sysinv: no").contains("as it was"));
    assertThat(site.read(BOOT)).isEqualTo(Map.of(BOOT, NotInForce.UNFINISHED));
    assertThat(applied()).as("the deletion is not put into force").hasSize(1);
    site.restart();
    site.services.server().resetMappings();
    site.services.stub();
    refuse("platform::x");
    assertThat(site.put(BOOT, OF_RESOURCE)).isInstanceOf(SiteResult.Refused.class);
    assertThat(site.read(BOOT)).isEqualTo(Map.of(BOOT, Payload.of(BOOT_VALUE)));
    assertThat(site.services.<Set<String>>tuning(tuning -> Set.copyOf(tuning.pending))).isEmpty();
  }

  private void refuse(String words) {
    site.services
        .server()
        .stubFor(
            post(urlEqualTo("/v1/service_parameter"))
                .withRequestBody(containing(words))
                .willReturn(aResponse().withStatus(400).withBody("{\"faultstring\":\"no\"}")));
  }

  @Test
  void severalRowsOfOneNameAreNotGuessedAt() {
    site.services.<Object>tuning(
        tuning -> tuning.add("platform", "maintenance", "worker_boot_timeout", "1", "a::b"));
    site.services.<Object>tuning(
        tuning -> tuning.add("platform", "maintenance", "worker_boot_timeout", "1", "c::d"));
    assertThat(site.read(BOOT)).isEmpty();
    assertThat(site.put(BOOT, BOOT_VALUE)).isInstanceOf(SiteResult.Refused.class);
    assertThat(site.delete(BOOT)).isInstanceOf(SiteResult.Refused.class);
  }

  private void failApply(int status) {
    site.services
        .server()
        .stubFor(
            post(urlEqualTo("/v1/service_parameter/apply"))
                .willReturn(aResponse().withStatus(status)));
  }

  private List<String> applied() {
    return site.services.tuning(tuning -> List.copyOf(tuning.applied));
  }
}
