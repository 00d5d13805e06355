package io.murmuration.central.dccert;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.dccert.Order.Reason;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RenewalPlanTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final RenewalRules RULES =
      new RenewalRules(
          DAY.multipliedBy(365), DAY.multipliedBy(30), 0, DAY.multipliedBy(90), Duration.ZERO);
  private static final RootChange SETTLED = new RootChange(RootChange.Stage.SETTLED, "old", "old");
  private static final SubcloudId ONE = new SubcloudId(1);

  private final RenewalPlan plan = new RenewalPlan(RULES);

  private static Site site(Instant issuedAt) {
    return new Site(
        ONE,
        "region",
        new HeldCertificate("one", issuedAt, issuedAt.plus(RULES.lifetime()), "old", "old", null));
  }

  private List<Reason> reasons(Instant now, Site site, RootChange change, int renewed) {
    return plan.due(now, List.of(site), change, renewed).stream().map(Order::reason).toList();
  }

  private Instant turn(Site site) {
    return plan.turn(site.id(), Objects.requireNonNull(site.held()));
  }

  @Test
  void aSubcloudWithoutOneGetsItsFirstWhateverThePace() {
    assertThat(reasons(START, new Site(ONE, "region", null), SETTLED, 1_000))
        .containsExactly(Reason.FIRST);
  }

  @Test
  void aFleetThatIsTakenOverGetsItsFirstOnesInPortions() {
    var sites = new ArrayList<Site>();
    for (int i = 1; i <= 1_000; i++) {
      sites.add(new Site(new SubcloudId(i), "region-" + i, null));
    }
    assertThat(plan.due(START, sites, SETTLED, 0)).hasSize(RenewalPlan.FIRST_AT_ONCE);
  }

  @Test
  void aCertificateIsRenewedWhenItsTurnComesAndNotBefore() {
    var turn = turn(site(START));
    assertThat(turn).isAfter(START).isBeforeOrEqualTo(START.plus(RULES.period()));
    assertThat(reasons(turn.minusSeconds(1), site(START), SETTLED, 0)).isEmpty();
    assertThat(reasons(turn, site(START), SETTLED, 0)).containsExactly(Reason.DUE);
  }

  @Test
  void afterTheFirstTurnTheNextOneIsAPeriodLater() {
    var turn = turn(site(START));
    assertThat(turn(site(turn))).isEqualTo(turn.plus(RULES.period()));
  }

  @Test
  void aSpentPaceHoldsBackWhatCanWaitAndNothingThatWouldExpire() {
    var end = START.plus(RULES.lifetime());
    assertThat(reasons(end.minus(RULES.renewBefore()), site(START), SETTLED, 1)).isEmpty();
    assertThat(reasons(end.minus(RULES.urgentBefore()), site(START), SETTLED, 1))
        .containsExactly(Reason.URGENT);
  }

  @Test
  void neighbouringSubcloudsHaveTurnsFarApart() {
    var held = Objects.requireNonNull(site(START).held());
    var days = new HashSet<Long>();
    for (int i = 1; i <= 100; i++) {
      days.add(Duration.between(START, plan.turn(new SubcloudId(i), held)).toDays());
    }
    assertThat(days).hasSizeGreaterThan(80);
  }

  @Test
  void fiveThousandOverTwoYearsAreRenewedEvenlyAndAChangeOfTheRootEndsWithoutARefusal() {
    var world = new CertificateWorld(RULES, 5_000, START);
    world.run(DAY.multipliedBy(200));
    world.introduceRoot();
    world.run(DAY.multipliedBy(530));
    assertThat(world.renewals()).isBetween(10_000L, 21_000L);
    assertThat(world.refusals()).isZero();
    assertThat(world.expired()).isZero();
    assertThat(world.changeEnded()).isTrue();
    assertThat(world.peakOverMean()).isLessThanOrEqualTo(3.0);
  }

  @Test
  void anAnnouncedChangeOfTheRootTakesNoLongerThanTheOperatorWants() {
    var month = DAY.multipliedBy(30);
    var quick = new RenewalRules(RULES.lifetime(), month, 0, DAY.multipliedBy(90), month);
    var world = new CertificateWorld(quick, 2_000, START);
    world.run(DAY.multipliedBy(100));
    var before = world.mostPerDay();
    world.introduceRoot();
    world.run(month.plus(DAY.multipliedBy(2))); // what was issued last is taken, and seen
    assertThat(world.changeEnded()).isTrue();
    assertThat(world.holdNewestRoot()).isEqualTo(2_000);
    assertThat(world.refusals()).isZero();
    assertThat(world.mostPerDay())
        .isGreaterThan(before)
        .isLessThanOrEqualTo(24L * quick.mostPerHourOfRootChange(2_000));
  }

  @Test
  void onceTheRootIsChangedThePaceIsTheUsualOneAgain() {
    var quick = new RenewalRules(RULES.lifetime(), RULES.renewBefore(), 24, RULES.absence(), DAY);
    var sites = new ArrayList<Site>();
    for (int i = 1; i <= 100; i++) {
      sites.add(
          new Site(new SubcloudId(i), "region-" + i, Objects.requireNonNull(site(START).held())));
    }
    var change = new RootChange(RootChange.Stage.SPREAD, "old", "old+new");
    var later = START.plus(RULES.period());
    assertThat(new RenewalPlan(quick).due(START, sites, change, 0)).hasSize(9);
    assertThat(new RenewalPlan(quick).due(START, sites, change, 5)).hasSize(4);
    assertThat(new RenewalPlan(quick).due(later, sites, SETTLED, 0)).hasSize(1);
  }

  @Test
  void sitesThatAreAwayForMonthsNeitherHoldUpAChangeNorAreLeftBehind() {
    var world = new CertificateWorld(RULES, 500, START);
    world.run(DAY.multipliedBy(10));
    world.away(1, 20);
    world.introduceRoot();
    world.run(DAY.multipliedBy(300));
    assertThat(world.changeEnded()).isTrue();
    world.away(0, 0);
    world.run(DAY.multipliedBy(60));
    assertThat(world.changeEnded()).isTrue();
    assertThat(world.refusals()).isZero();
    assertThat(world.holdNewestRoot()).isEqualTo(500);
  }

  @Test
  void aHubThatWasAwayForThreeWeeksCatchesUpAtItsPace() {
    var world = new CertificateWorld(RULES, 1_000, START);
    world.run(DAY.multipliedBy(400));
    world.hubAway(DAY.multipliedBy(20));
    world.run(DAY.multipliedBy(310));
    assertThat(world.expired()).isZero();
    assertThat(world.mostPerDay()).isLessThanOrEqualTo(24L * RULES.mostPerHour(1_000));
  }
}
