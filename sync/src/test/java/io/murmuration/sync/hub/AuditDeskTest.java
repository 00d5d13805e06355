package io.murmuration.sync.hub;

import static io.murmuration.sync.testing.Declared.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.alarm.AlarmCounts;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.AgentLink;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import io.murmuration.sync.status.SiteVerdict;
import io.murmuration.sync.testing.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verdicts about endpoints and alarms, from the lane's calls to what it reports. */
class AuditDeskTest {
  private static final SubcloudId ID = new SubcloudId(1);
  private static final SessionEpoch EPOCH = new SessionEpoch(1, 2);
  private static final Inputs MANAGED = new Inputs(1, true, true, null);
  private static final Inputs UNMANAGED = new Inputs(2, false, true, null);
  private static final AuditVerdict SAME = AuditVerdict.inSync("same");
  private static final SiteState ALARMS =
      new SiteState(
          new AlarmCounts(0, 1, 0, 0),
          List.of(),
          1,
          SiteState.Configuration.UP_TO_DATE,
          Optional.empty(),
          Optional.empty(),
          "");

  private final ManualTimers timers = new ManualTimers();
  private final List<String> said = new ArrayList<>();
  private final HubLane lane =
      new HubLane(
          LaneConfig.DEFAULT,
          new KindMachine(RetryPolicy.DEFAULT),
          new HubLane.Ports(new Wire(), new Sink(), (_, _) -> wanted(), timers, LaneObserver.NONE));

  private void open(Map<Kind, Holding> holdings) {
    open(holdings, false);
  }

  private void open(Map<Kind, Holding> holdings, boolean identitySynced) {
    lane.opened(
        new SessionStart(
            ID,
            EPOCH,
            1,
            MANAGED,
            false,
            SiteVerdict.up(0),
            holdings,
            Map.of(),
            true,
            identitySynced));
  }

  private void beat(SiteVerdict verdict) {
    lane.heartbeat(ID, EPOCH, verdict);
  }

  @Test
  void verdictIsReportedOnceAndWithItsWords() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);

    assertThat(said).filteredOn("software in-sync: same"::equals).hasSize(1);
    assertThat(said).contains("kubernetes unknown: the site was not observed yet");
  }

  @Test
  void verdictOfAnOlderStreamIsDropped() {
    open(Map.of());
    lane.audited(ID, new SessionEpoch(1, 1), Kind.SOFTWARE, SAME, Duration.ZERO);

    assertThat(said).noneMatch(line -> line.contains("in-sync"));
  }

  @Test
  void verdictThatNobodyConfirmsForTwoPeriodsIsNotReliedOn() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    keepAlive(LaneConfig.DEFAULT.unobservedAfter().plusMinutes(2));
    assertThat(said.getLast()).startsWith("software unknown: not observed for more than");

    lane.observed(ID, EPOCH, Kind.SOFTWARE, Duration.ofSeconds(3), "");
    assertThat(said.getLast()).isEqualTo("software in-sync: same");
  }

  @Test
  void agesInHeartbeatsKeepAVerdict() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    for (int i = 0; i < 30; i++) {
      keepAlive(Duration.ofMinutes(1));
      lane.observed(ID, EPOCH, Kind.SOFTWARE, Duration.ofMinutes(4), "");
    }

    assertThat(said.getLast()).isEqualTo("software in-sync: same");
  }

  @Test
  void whatCouldNotBeFoundOutKeepsItsReasonHoweverOldTheLastLook() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, AuditVerdict.unknown("USM: HTTP 500"), Duration.ZERO);
    keepAlive(LaneConfig.DEFAULT.unobservedAfter().plusMinutes(2));

    assertThat(said.getLast()).isEqualTo("software unknown: USM: HTTP 500");
  }

  @Test
  void unmanagedSubcloudHasNoVerdictAndNoAlarmsUntilItIsManagedAgain() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    lane.alarms(ID, EPOCH, ALARMS);
    assertThat(said.getLast()).isEqualTo("alarms 1 g1");
    said.clear();
    lane.inputsChanged(ID, UNMANAGED, 1);
    assertThat(said).contains("software unknown: the subcloud is unmanaged");
    lane.alarms(ID, EPOCH, ALARMS);
    assertThat(said).noneMatch(line -> line.startsWith("alarms"));
    lane.inputsChanged(ID, new Inputs(3, true, true, null), 1);

    assertThat(said).contains("software in-sync: same").last().isEqualTo("alarms 1 g3");
  }

  @Test
  void siteThatComesBackIsSaidAgainWithoutANewReport() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    lane.alarms(ID, EPOCH, ALARMS);
    beat(SiteVerdict.down(1, "vim"));
    beat(SiteVerdict.down(2, "vim"));
    said.clear();
    beat(SiteVerdict.up(3));

    assertThat(said).contains("software in-sync: same", "alarms 1 g1");
  }

  @Test
  void lostReportsAreSaidAgain() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    lane.alarms(ID, EPOCH, ALARMS);
    said.clear();
    lane.reportAgain(ID);

    assertThat(said).contains("software in-sync: same", "alarms 1 g1");
  }

  @Test
  void verdictsWaitUntilIdentityWasComparedOnceInTheStream() {
    var unseen = new Holding(Revision.NONE, null, List.of());
    open(Map.of(Kind.IDENTITY, unseen));
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    assertThat(said).contains("software unknown: waits for the first identity sync");

    var seen = new Holding(Revision.NONE, new Digest(1, 2, 3, 4), List.of());
    lane.seen(ID, EPOCH, Kind.IDENTITY, seen, true, Duration.ZERO);
    assertThat(said).contains("software in-sync: same");
    said.clear();
    lane.unreadable(ID, EPOCH, Kind.IDENTITY, "database away");
    assertThat(said).noneMatch(line -> line.startsWith("software"));
  }

  @Test
  void identityThatAnEarlierSessionComparedHoldsNothingUp() {
    open(Map.of(Kind.IDENTITY, new Holding(Revision.NONE, null, List.of())), true);
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);

    assertThat(said).contains("software in-sync: same");
  }

  @Test
  void softwareIsOutOfSyncWhileItIsBeingDeployedAndWhatWasFoundAfterwards() {
    open(Map.of());
    lane.audited(ID, EPOCH, Kind.SOFTWARE, SAME, Duration.ZERO);
    lane.audited(ID, EPOCH, Kind.KUBERNETES, SAME, Duration.ZERO);
    said.clear();
    lane.inputsChanged(ID, deploying(2, true), 1);

    assertThat(said)
        .anyMatch(line -> line.startsWith("software out-of-sync: deploy status is sw-deploy-in"))
        .contains("kubernetes in-sync: same");
    lane.inputsChanged(ID, deploying(3, false), 1);
    assertThat(said).contains("software unknown: the subcloud is unmanaged");
    lane.inputsChanged(ID, new Inputs(4, true, true, null), 1);
    assertThat(said).contains("software in-sync: same");
  }

  private static Inputs deploying(long generation, boolean managed) {
    return new Inputs(
        generation, managed, true, null, "sw-deploy-in-progress", DriftPolicy.ENFORCE);
  }

  private void keepAlive(Duration time) {
    for (var left = time; left.isPositive(); left = left.minusSeconds(10)) {
      timers.pass(Duration.ofSeconds(10));
      beat(SiteVerdict.up(1));
    }
  }

  private static final class Wire implements AgentLink {
    @Override
    public boolean push(SubcloudId id, SessionEpoch epoch, Kind kind, Effect.Push push) {
      return true;
    }

    @Override
    public void ask(SubcloudId id, SessionEpoch epoch, Kind kind, boolean bypassCache) {}

    @Override
    public void cutSilent(SubcloudId id, SessionEpoch epoch) {}
  }

  private final class Sink implements StatusSink {
    @Override
    public void kind(
        SubcloudId id,
        SessionEpoch epoch,
        long generation,
        Kind kind,
        KindStatus status,
        Duration age) {
      said.add(kind + " " + status.status() + ": " + status.reason());
    }

    @Override
    public void availability(SubcloudId id, SessionEpoch epoch, Availability availability) {}

    @Override
    public void alarms(SubcloudId id, SessionEpoch epoch, long generation, SiteState state) {
      said.add("alarms " + state.counts().major() + " g" + generation);
    }
  }
}
