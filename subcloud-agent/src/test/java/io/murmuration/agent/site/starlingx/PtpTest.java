package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PTP, legacy and by instances: stored by one call, put into force by another. */
final class PtpTest {
  private static final ItemKey PTP = new ItemKey("ptp", "default");
  private static final ItemKey CLOCK = new ItemKey("ptp-instance", "grandmaster");
  private static final ItemKey SLAVE = new ItemKey("ptp-instance", "slave");
  private static final String LEGACY =
      "{\"mechanism\":\"p2p\",\"mode\":\"software\",\"transport\":\"udp\"}";
  private static final String DEFAULTS =
      "{\"mechanism\":\"e2e\",\"mode\":\"hardware\",\"transport\":\"l2\"}";
  private static final String INSTANCE =
      "{\"hostnames\":[\"controller-0\"],\"parameters\":{\"global\":[\"domainNumber=24\","
          + "\"priority1=10\"],\"unicast\":[\"table_id=1\"]},\"service\":\"ptp4l\"}";
  private static final String CHANGED =
      "{\"hostnames\":[\"controller-1\"],\"parameters\":{\"global\":[\"domainNumber=25\","
          + "\"priority1=10\"]},\"service\":\"ptp4l\"}";
  private static final String SHORT =
      "{\"hostnames\":[],\"parameters\":{},\"service\":\"phc2sys\"}";

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
  void legacyPtpIsChangedAndAppliedAndReadBackByteForByte() {
    assertThat(site.put(PTP, LEGACY)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(PTP)).isEqualTo(Map.of(PTP, Payload.of(LEGACY)));
    assertThat(applied()).containsExactly("ptp");
    assertThat(site.services.row("ptp")).doesNotContainKey("action");
  }

  @Test
  void replayedIsNotWrittenAndNotApplied() {
    site.put(PTP, LEGACY);
    site.put(CLOCK, INSTANCE);
    site.put(PTP, LEGACY);
    site.put(CLOCK, INSTANCE);
    assertThat(applied()).containsExactly("ptp", "ptp_instances");
  }

  @Test
  void deletedLegacyPtpGoesBackToDefaults() {
    site.put(PTP, LEGACY);
    assertThat(site.delete(PTP)).isEqualTo(new SiteResult.Reset(Payload.of(DEFAULTS)));
    assertThat(site.read(PTP)).isEqualTo(Map.of(PTP, Payload.of(DEFAULTS)));
    assertThat(applied()).containsExactly("ptp", "ptp");
  }

  @Test
  void instancesComeWithParametersAndHostsAndAreAppliedOncePerPush() {
    assertThat(
            site.write(
                new SiteWrite.Upsert(CLOCK, Payload.of(INSTANCE)),
                new SiteWrite.Upsert(SLAVE, Payload.of(SHORT))))
        .containsOnly(SiteResult.APPLIED);
    assertThat(site.read(CLOCK, SLAVE))
        .isEqualTo(Map.of(CLOCK, Payload.of(INSTANCE), SLAVE, Payload.of(SHORT)));
    assertThat(applied()).containsExactly("ptp_instances");
  }

  @Test
  void aChangeOrDriftLeavesExactlyWhatIsDeclared() {
    site.put(CLOCK, INSTANCE);
    assertThat(site.put(CLOCK, CHANGED)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, Payload.of(CHANGED)));
    site.services.<Object>tuning(tuning ->
        Objects.requireNonNull(tuning.instances.get("grandmaster")).hosts.add("controller-0"));
    assertThat(site.put(CLOCK, CHANGED)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, Payload.of(CHANGED)));
  }

  @Test
  void anotherServiceIsAnotherInstanceOfTheSameName() {
    site.put(CLOCK, INSTANCE);
    assertThat(site.put(CLOCK, SHORT)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, Payload.of(SHORT)));
  }

  @Test
  void deletedIsTakenDownInReverseAndOthersStay() {
    site.services.<Object>tuning(
        tuning -> tuning.instances.put("local", new FakeTuning.Instance(99, "ts2phc")));
    site.put(CLOCK, INSTANCE);
    assertThat(site.delete(CLOCK)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.delete(CLOCK)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.services.<Set<String>>tuning(tuning -> Set.copyOf(tuning.instances.keySet())))
        .containsExactly("local");
    assertThat(applied()).containsExactly("ptp_instances", "ptp_instances");
  }

  @Test
  void whatIsStoredAndNotAppliedIsNoValueAndIsAppliedByTheNextPush() throws Exception {
    applyFails();
    assertThat(site.put(CLOCK, INSTANCE)).isInstanceOf(SiteResult.Deferred.class);
    site.restart(); // killed before the call could be repeated
    site.services.server().resetMappings();
    site.services.stub();
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, NotInForce.UNFINISHED));
    assertThat(site.put(CLOCK, INSTANCE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, Payload.of(INSTANCE)));
    assertThat(applied()).containsExactly("ptp_instances");
  }

  @Test
  void aDeletionThatIsNotAppliedIsSeenAndDoneAgain() throws Exception {
    site.put(CLOCK, INSTANCE);
    applyFails();
    assertThat(site.delete(CLOCK)).isInstanceOf(SiteResult.Deferred.class);
    site.restart();
    site.services.server().resetMappings();
    site.services.stub();
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, NotInForce.UNFINISHED));
    assertThat(site.delete(CLOCK)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(CLOCK)).isEmpty();
    assertThat(applied()).containsExactly("ptp_instances", "ptp_instances");
  }

  @Test
  void cutAfterTheInstanceTheNextPushBringsParametersAndHosts() throws Exception {
    site.services
        .server()
        .stubFor(
            patch(urlEqualTo("/v1/ptp_instances/ptp-grandmaster"))
                .willReturn(aResponse().withStatus(503)));
    assertThat(site.put(CLOCK, INSTANCE)).isInstanceOf(SiteResult.Deferred.class);
    site.restart();
    site.services.server().resetMappings();
    site.services.stub();
    assertThat(site.put(CLOCK, INSTANCE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, Payload.of(INSTANCE)));
    site.services.server().verify(1, postRequestedFor(urlEqualTo("/v1/ptp_instances")));
  }

  @Test
  void aRefusedDeletionLeavesTheInstanceAsItWas() {
    site.put(CLOCK, INSTANCE);
    refused(delete(urlEqualTo("/v1/ptp_instances/ptp-grandmaster")), "still associated");
    assertThat(site.delete(CLOCK))
        .isInstanceOfSatisfying(
            SiteResult.Refused.class,
            refused -> assertThat(refused.why()).contains("still associated"));
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, Payload.of(INSTANCE)));
    assertThat(pending()).isEmpty();
  }

  @Test
  void aChangeThatIsRefusedHalfWayLeavesTheInstanceAsItWas() {
    site.put(CLOCK, INSTANCE);
    refused(patch(urlEqualTo("/v1/ihosts/host-controller-1")), "host is locked");
    assertThat(site.put(CLOCK, CHANGED)).isInstanceOf(SiteResult.Refused.class);
    assertThat(site.read(CLOCK)).isEqualTo(Map.of(CLOCK, Payload.of(INSTANCE)));
    assertThat(pending()).isEmpty();
  }

  @Test
  void whatIsHalfWrittenIsNotPutIntoForceForTheSakeOfOthers() {
    site.services
        .server()
        .stubFor(
            patch(urlEqualTo("/v1/ptp_instances/ptp-grandmaster"))
                .willReturn(aResponse().withStatus(503)));
    assertThat(
            site.write(
                new SiteWrite.Upsert(CLOCK, Payload.of(INSTANCE)),
                new SiteWrite.Upsert(SLAVE, Payload.of(SHORT))))
        .hasOnlyElementsOfType(SiteResult.Deferred.class);
    assertThat(applied()).isEmpty();
    site.services.server().resetMappings();
    site.services.stub();
    assertThat(site.read(SLAVE)).isEqualTo(Map.of(SLAVE, NotInForce.UNFINISHED));
    assertThat(site.put(CLOCK, INSTANCE)).isEqualTo(SiteResult.APPLIED);
    assertThat(site.read(CLOCK, SLAVE))
        .isEqualTo(Map.of(CLOCK, Payload.of(INSTANCE), SLAVE, Payload.of(SHORT)));
    assertThat(applied()).containsExactly("ptp_instances");
  }

  @Test
  void aHostThatIsNotThereYetDefersBeforeAnythingIsWrittenAndHoldsNothingUp() {
    assertThat(
            site.write(
                new SiteWrite.Upsert(
                    CLOCK, Payload.of(INSTANCE.replace("controller-0", "worker-7"))),
                new SiteWrite.Upsert(SLAVE, Payload.of(SHORT))))
        .satisfiesExactly(
            clock -> assertThat(clock).isInstanceOf(SiteResult.Deferred.class),
            slave -> assertThat(slave).isEqualTo(SiteResult.APPLIED));
    assertThat(site.read(CLOCK, SLAVE)).containsOnlyKeys(SLAVE);
    assertThat(applied()).containsExactly("ptp_instances");
  }

  private void refused(MappingBuilder call, String why) {
    site.services
        .server()
        .stubFor(
            call.willReturn(
                aResponse().withStatus(400).withBody("{\"faultstring\":\"" + why + "\"}")));
  }

  private Set<String> pending() {
    return site.services.tuning(tuning -> Set.copyOf(tuning.pending));
  }

  @Test
  void aHostThatIsNotThereYetDefers() {
    assertThat(
            site.put(
                CLOCK, "{\"hostnames\":[\"worker-7\"],\"parameters\":{},\"service\":\"ptp4l\"}"))
        .isInstanceOfSatisfying(
            SiteResult.Deferred.class, deferred -> assertThat(deferred.why()).contains("worker-7"));
  }

  @Test
  void aValueThatCouldNotBeReadBackIsRefused() {
    assertThat(site.put(CLOCK, "{\"service\":\"ptp4l\"}")).isInstanceOf(SiteResult.Refused.class);
    assertThat(site.put(PTP, "{\"mode\":\"hardware\"}")).isInstanceOf(SiteResult.Refused.class);
  }

  private void applyFails() {
    site.services
        .server()
        .stubFor(
            post(urlEqualTo("/v1/ptp_instances/apply")).willReturn(aResponse().withStatus(503)));
  }

  private List<String> applied() {
    return site.services.tuning(tuning -> List.copyOf(tuning.applied));
  }
}
