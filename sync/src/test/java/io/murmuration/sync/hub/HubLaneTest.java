package io.murmuration.sync.hub;

import static io.murmuration.sync.testing.Declared.present;
import static io.murmuration.sync.testing.Declared.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.endpoint.Endpoints;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.port.AgentLink;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.resource.WantedSet;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import io.murmuration.sync.status.SiteVerdict;
import io.murmuration.sync.testing.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HubLaneTest {
  private static final Kind KIND = Kind.PLATFORM;
  private static final Digest OTHER = new Digest(9, 9, 9, 9);
  private static final Inputs MANAGED = new Inputs(1, true, true, null);
  private static final LaneConfig CONFIG = LaneConfig.DEFAULT;

  private final ManualTimers timers = new ManualTimers();
  private final Wire wire = new Wire();
  private final List<String> said = new ArrayList<>();
  private WantedSet set = wanted(present(5, "dns/a", "x"));
  private final HubLane lane = lane(2);

  @Test
  void aConnectedSiteThatDiffersIsPushedAtOnceAndShownInSyncWhenItSaysSo() {
    open(1, 1);
    answer(1, 1);

    assertThat(said).last().asString().startsWith("sc-1 1.1 platform in-sync r5");
    assertThat(lane.permits().held()).isZero();
  }

  @Test
  void aLateDisconnectOfAnOlderStreamIsIgnored() {
    open(1, 1);
    open(1, 2);
    lane.closed(id(1), epoch(1));

    assertThat(lane.epoch(id(1))).isEqualTo(epoch(2));
  }

  @Test
  void aStreamThatIsToldLateDoesNotReplaceANewerOneEvenIfThatIsGone() {
    open(1, 2);
    lane.closed(id(1), epoch(2));
    open(1, 1);

    assertThat(lane.size()).isZero();
  }

  @Test
  void aConflictOfOneKindHoldsTheWholeSubcloudUntilItIsOver() {
    lane.opened(
        new SessionStart(
            id(1),
            epoch(1),
            7,
            MANAGED,
            false,
            SiteVerdict.up(0),
            Map.of(
                KIND,
                new Holding(new Revision(3), OTHER, List.of()),
                Kind.IDENTITY,
                new Holding(new Revision(30), OTHER, List.of())),
            Map.of(),
            Set.of(Kind.IDENTITY),
            true));
    assertThat(wire.pushes).isEmpty();
    assertThat(lane.permits().queued()).isZero();

    var asWanted = new Holding(new Revision(30), set.digest(), List.of());
    lane.seen(id(1), epoch(1), Kind.IDENTITY, asWanted, false, Duration.ZERO);
    assertThat(wire.pushes).hasSize(2);
  }

  @Test
  void whatComesOnAnOlderStreamIsDropped() {
    open(1, 1);
    long attempt = wire.last().attempt();
    open(1, 2);
    lane.answered(id(1), epoch(1), KIND, attempt, finished());
    var holding = new Holding(new Revision(5), set.digest(), List.of());
    lane.seen(id(1), epoch(1), KIND, holding, true, Duration.ZERO);

    assertThat(state(1).isAsWanted()).isFalse();
  }

  @Test
  void attemptsOfTwoStreamsNeverShareANumber() {
    open(1, 1);
    long first = wire.last().attempt();
    open(1, 2);

    assertThat(wire.last().attempt()).isGreaterThan(first);
  }

  @Test
  void aFrozenAgentHandsItsPermitBackAfterAWhile() {
    for (int site = 1; site <= 3; site++) {
      open(site, 1);
    }
    assertThat(wire.pushes).hasSize(2);
    timers.pass(CONFIG.permitHold());

    assertThat(wire.pushes).hasSize(3);
    assertThat(state(1).phase()).isInstanceOf(Phase.InFlight.class);
  }

  @Test
  void silenceCutsTheStreamAndLaterMakesTheSiteOffline() {
    open(1, 1);
    timers.pass(CONFIG.cutAfter());
    assertThat(wire.cut).containsExactly(id(1));
    assertThat(said).noneMatch(line -> line.contains("offline"));

    timers.pass(CONFIG.offlineAfter().minus(CONFIG.cutAfter()));
    assertThat(said).last().isEqualTo("sc-1 1.1 offline");
    assertThat(lane.size()).isZero();
  }

  @Test
  void heartbeatsKeepTheStreamAndComingBackInTimeKeepsTheSiteOnline() {
    open(1, 1);
    for (int beat = 0; beat < 10; beat++) {
      timers.pass(Duration.ofSeconds(10));
      lane.heartbeat(id(1), epoch(1), SiteVerdict.up(1));
    }
    assertThat(wire.cut).isEmpty();
    lane.closed(id(1), epoch(1));
    timers.pass(Duration.ofSeconds(20));
    open(1, 2);
    lane.heartbeat(id(1), epoch(2), SiteVerdict.up(1));
    timers.pass(Duration.ofSeconds(15));

    assertThat(said).noneMatch(line -> line.endsWith("offline"));
  }

  @Test
  void aSiteThatReportsItselfDownTwiceIsOfflineAndGetsNothing() {
    open(1, 1);
    answer(1, 1);
    lane.heartbeat(id(1), epoch(1), SiteVerdict.down(2, "vim"));
    lane.heartbeat(id(1), epoch(1), SiteVerdict.down(3, "vim"));
    int pushes = wire.pushes.size();
    set = wanted(present(6, "dns/a", "y"));
    lane.wantedMoved(Scope.FLEET);
    assertThat(wire.pushes).hasSize(pushes);

    lane.heartbeat(id(1), epoch(1), SiteVerdict.up(1));
    assertThat(wire.pushes).hasSize(pushes + 1);
  }

  @Test
  void theSameVerdictToldTwiceCountsOnce() {
    open(1, 1);
    lane.heartbeat(id(1), epoch(1), SiteVerdict.up(1));
    said.clear();
    lane.heartbeat(id(1), epoch(1), SiteVerdict.down(2, "vim"));
    lane.heartbeat(id(1), epoch(1), SiteVerdict.down(2, "vim"));
    assertThat(said).isEmpty();

    lane.heartbeat(id(1), epoch(1), SiteVerdict.down(3, "vim"));
    assertThat(said).first().isEqualTo("sc-1 1.1 offline");
  }

  @Test
  void aSiteThatIsDownAndThenDoesNotAnswerStaysOffline() {
    open(1, 1, SiteVerdict.down(1, "vim"), Duration.ZERO, new Revision(3), OTHER);
    lane.heartbeat(id(1), epoch(1), SiteVerdict.unknown(1, "no answer"));

    assertThat(wire.pushes).isEmpty();
    assertThat(said)
        .filteredOn(line -> !line.contains("platform"))
        .last()
        .asString()
        .endsWith("offline");
    lane.heartbeat(id(1), epoch(1), SiteVerdict.up(2));
    assertThat(wire.pushes).hasSize(1);
  }

  @Test
  void aSiteThatNeverGaveAVerdictIsOfflineAndOneThatStopsAnsweringStaysOnline() {
    open(1, 1, SiteVerdict.unknown(0, "not asked yet"), Duration.ZERO, new Revision(3), OTHER);
    assertThat(said).first().isEqualTo("sc-1 1.1 offline");
    lane.heartbeat(id(1), epoch(1), SiteVerdict.up(1));
    said.clear();
    lane.heartbeat(id(1), epoch(1), SiteVerdict.unknown(1, "no answer"));
    lane.heartbeat(id(1), epoch(1), SiteVerdict.unknown(1, "no answer yet"));

    assertThat(said).containsExactly("sc-1 1.1 online");
    assertThat(lane.inputs(id(1))).isEqualTo(MANAGED);
  }

  @Test
  void whatWasNotObservedForTooLongIsUnknownUntilItIsObserved() {
    open(1, 1);
    answer(1, 1);
    beats(CONFIG.unobservedAfter().plusSeconds(90), _ -> {});
    assertThat(said).last().asString().startsWith("sc-1 1.1 platform unknown");
    assertThat(reason(1)).isEqualTo("not observed for more than 10 min");

    lane.observed(id(1), epoch(1), KIND, Duration.ofSeconds(3), "");
    assertThat(said).last().asString().startsWith("sc-1 1.1 platform in-sync");
  }

  @Test
  void whatTheAgentObservesByItselfKeepsItInSync() {
    open(1, 1);
    answer(1, 1);
    beats(
        CONFIG.unobservedAfter().multipliedBy(3),
        on -> lane.observed(id(1), on, KIND, Duration.ofMinutes(4), ""));

    assertThat(said).last().asString().startsWith("sc-1 1.1 platform in-sync");
    assertThat(said).noneMatch(line -> line.contains("unknown"));
  }

  @Test
  void driftIsRepairedWithTheOneAuditThatSeesIt() {
    open(1, 1);
    answer(1, 1);
    int pushes = wire.pushes.size();
    timers.pass(Duration.ofSeconds(5));
    var drifted = new Holding(set.revision(), OTHER, List.of());
    lane.seen(id(1), epoch(1), KIND, drifted, true, Duration.ZERO);
    assertThat(wire.pushes).as("pushed at once").hasSize(pushes + 1);
    assertThat(said).last().asString().startsWith("sc-1 1.1 platform out-of-sync");

    answer(1, 1);
    timers.pass(Duration.ofSeconds(5));
    assertThat(said).last().asString().startsWith("sc-1 1.1 platform in-sync r5");
    assertThat(wire.asked).as("further audits").isZero();
  }

  @Test
  void aSiteThatCannotBeReadIsUnknownAndSaysWhyAndIsNotPushed() {
    open(1, 1);
    answer(1, 1);
    int pushes = wire.pushes.size();
    timers.pass(Duration.ofSeconds(5));
    lane.unreadable(id(1), epoch(1), KIND, "sysinv: HTTP 500");
    assertThat(reason(1)).isEqualTo("the site could not be read: sysinv: HTTP 500");
    assertThat(said).last().asString().startsWith("sc-1 1.1 platform unknown");

    lane.observed(id(1), epoch(1), KIND, Duration.ofSeconds(9), "sysinv: HTTP 500");
    assertThat(said).last().asString().startsWith("sc-1 1.1 platform unknown");
    var holding = new Holding(set.revision(), set.digest(), List.of());
    lane.seen(id(1), epoch(1), KIND, holding, true, Duration.ZERO);
    assertThat(said).last().asString().startsWith("sc-1 1.1 platform in-sync");
    assertThat(wire.pushes).hasSize(pushes);
  }

  @Test
  void anAgentThatComesBackWithAnOldObservationIsNotBelieved() {
    open(1, 1, SiteVerdict.up(0), Duration.ofHours(1), set.revision(), set.digest());

    assertThat(said).last().asString().startsWith("sc-1 1.1 platform unknown");
  }

  @Test
  void agesAreLookedAtByOneTimerForAllSessions() {
    open(1, 1);
    int withOne = timers.pending();
    open(2, 1);
    answer(1, 1);
    answer(2, 1);

    assertThat(timers.pending()).isLessThanOrEqualTo(withOne);
  }

  @Test
  void aChangeReachesOnlyItsScope() {
    open(1, 1);
    open(2, 1);
    answer(1, 1);
    answer(2, 1);
    int pushes = wire.pushes.size();
    set = wanted(present(6, "dns/a", "y"));
    lane.wantedMoved(new Scope.Subcloud(2));
    assertThat(wire.pushes).hasSize(pushes + 1);
    lane.wantedMoved(new Scope.Group(7));
    assertThat(wire.pushes).hasSize(pushes + 2);
  }

  @Test
  void aStreamThatIsFullIsTriedAgainWhenItIsReady() {
    wire.full = true;
    open(1, 1);
    assertThat(state(1).phase()).isEqualTo(Phase.BLOCKED);
    assertThat(lane.permits().held()).isZero();
    wire.full = false;
    lane.streamReady(id(1), epoch(1));

    assertThat(state(1).phase()).isInstanceOf(Phase.InFlight.class);
  }

  @Test
  void aLostStatusIsSaidAgain() {
    open(1, 1);
    answer(1, 1);
    said.clear();
    lane.reportAgain(id(1));

    assertThat(said).hasSize(2).last().asString().contains("in-sync");
  }

  @Test
  void anOperatorsDecisionIsReportedUnderItsGeneration() {
    open(1, 1);
    answer(1, 1);
    said.clear();
    lane.inputsChanged(id(1), new Inputs(2, false, true, null), 7);

    assertThat(said).containsExactly("sc-1 1.1 platform unknown r5 g2");
  }

  @Test
  void aRemovedSubcloudLeavesNothingBehind() {
    open(1, 1);
    open(2, 1);
    lane.closed(id(2), epoch(1));
    lane.removed(id(1));
    lane.removed(id(2));
    timers.pass(Duration.ofHours(1));

    assertThat(timers.pending()).isZero();
    assertThat(lane.permits().held() + lane.permits().queued()).isZero();
    assertThat(said).noneMatch(line -> line.endsWith("offline"));
  }

  @Test
  void aRetryArmedEarlierDoesNotEndALaterPause() {
    open(1, 1);
    long attempt = wire.last().attempt();
    lane.answered(
        id(1), epoch(1), KIND, attempt, new Answer.Deferred(Duration.ofSeconds(10), "busy"));
    lane.inputsChanged(id(1), new Inputs(2, false, true, null), 7);
    lane.inputsChanged(id(1), new Inputs(3, true, true, null), 7);
    long second = wire.last().attempt();
    assertThat(second).isGreaterThan(attempt);
    lane.answered(
        id(1), epoch(1), KIND, second, new Answer.Deferred(Duration.ofSeconds(15), "busy"));
    timers.pass(Duration.ofSeconds(12));

    assertThat(state(1).phase()).isInstanceOf(Phase.BackingOff.class);
  }

  @Test
  void anAuditAsksEverySiteOfTheScope() {
    open(1, 1);
    open(2, 1);

    assertThat(lane.audit(Scope.FLEET, KIND, true))
        .containsExactlyInAnyOrderEntriesOf(Map.of(id(1), epoch(1), id(2), epoch(1)));
    assertThat(lane.audit(Scope.FLEET, Kind.IDENTITY, true)).isEmpty();
    assertThat(lane.audit(Scope.FLEET, Kind.SOFTWARE, true)).hasSize(2);
    assertThat(wire.asked).isEqualTo(4);
  }

  private HubLane lane(int permits) {
    var config =
        new LaneConfig(
            permits,
            CONFIG.permitHold(),
            CONFIG.pushTimeout(),
            CONFIG.cutAfter(),
            CONFIG.offlineAfter(),
            CONFIG.unobservedAfter());
    return new HubLane(
        config,
        new KindMachine(RetryPolicy.DEFAULT),
        new HubLane.Ports(wire, new Sink(), (_, _) -> set, timers, LaneObserver.NONE));
  }

  private void open(long site, long session) {
    open(site, session, SiteVerdict.up(0), Duration.ZERO, new Revision(3), OTHER);
  }

  private void open(
      long site, long session, SiteVerdict verdict, Duration age, Revision held, Digest digest) {
    lane.opened(
        new SessionStart(
            id(site),
            epoch(session),
            7,
            MANAGED,
            false,
            verdict,
            Map.of(KIND, new Holding(held, digest, List.of())),
            Map.of(KIND, age),
            true,
            false));
  }

  /** As an agent does on its period. */
  private void beats(Duration time, Consumer<SessionEpoch> each) {
    for (var left = time; left.isPositive(); left = left.minusSeconds(10)) {
      timers.pass(Duration.ofSeconds(10));
      lane.heartbeat(id(1), epoch(1), SiteVerdict.up(1));
      each.accept(epoch(1));
    }
  }

  private void answer(long site, long session) {
    lane.answered(id(site), epoch(session), KIND, state(site).attempts(), finished());
  }

  private Answer finished() {
    return new Answer.Finished(new Holding(set.revision(), set.digest(), List.of()));
  }

  private String reason(long site) {
    return KindStatus.of(KIND, state(site), MANAGED).reason();
  }

  private KindState state(long site) {
    var state = lane.state(id(site), KIND);
    if (state == null) {
      throw new AssertionError("no session of " + site);
    }
    return state;
  }

  private static SubcloudId id(long value) {
    return new SubcloudId(value);
  }

  private static SessionEpoch epoch(long number) {
    return new SessionEpoch(1, number);
  }

  private static final class Wire implements AgentLink {
    final List<Effect.Push> pushes = new ArrayList<>();
    final List<SubcloudId> cut = new ArrayList<>();
    boolean full;
    int asked;

    Effect.Push last() {
      return pushes.getLast();
    }

    @Override
    public boolean push(SubcloudId id, SessionEpoch epoch, Kind kind, Effect.Push push) {
      if (!full) {
        pushes.add(push);
      }
      return !full;
    }

    @Override
    public void ask(SubcloudId id, SessionEpoch epoch, Kind kind, boolean bypassCache) {
      asked++;
    }

    @Override
    public void cutSilent(SubcloudId id, SessionEpoch epoch) {
      cut.add(id);
    }
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
      if (Endpoints.AUDITED.contains(kind)) {
        return; // see AuditDeskTest
      }
      said.add(
          id
              + " "
              + epoch
              + " "
              + kind
              + " "
              + status.status()
              + " "
              + status.held()
              + (status.status() == SyncStatus.UNKNOWN ? " g" + generation : ""));
    }

    @Override
    public void availability(SubcloudId id, SessionEpoch epoch, Availability availability) {
      said.add(id + " " + epoch + " " + availability.wireName());
    }
  }
}
