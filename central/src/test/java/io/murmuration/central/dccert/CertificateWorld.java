package io.murmuration.central.dccert;

import io.murmuration.central.dccert.Order.Reason;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A fleet in virtual time, two hours per step: half the pace that is allowed. Sites take what is
 * issued a step later, unless they are away. The system controller's own endpoint switches to the
 * newest root as soon as {@link RootChange} allows; at each step every site that is there checks
 * the system controller, and the system controller, which trusts all its roots, checks the site.
 */
final class CertificateWorld {
  private static final Duration STEP = Duration.ofHours(2);

  /** At a step, the renewals of the step before are more than an hour old. */
  private static final int NONE_THIS_HOUR = 0;

  private final RenewalRules rules;
  private final RenewalPlan plan;
  private final List<Site> sites = new ArrayList<>();

  /** What each site really serves from and trusts; behind the hub's record while it is away. */
  private final List<@Nullable HeldCertificate> atSite = new ArrayList<>();

  /** Indexes of sites that have something to take. */
  private final Set<Integer> waiting = new TreeSet<>();

  private final Map<Long, Long> perDay = new TreeMap<>();
  private final Instant start;
  private Instant now;
  private RootChange.Roots roots = new RootChange.Roots("old", "old", "old", "old");
  private RootChange.Stage stage = RootChange.Stage.SETTLED;
  private String endpointRoot = "old";
  private long firstAway;
  private long lastAway;
  private long expired;
  private long refusals;

  CertificateWorld(RenewalRules rules, int size, Instant start) {
    this.rules = rules;
    this.plan = new RenewalPlan(rules);
    this.start = start;
    this.now = start;
    for (int i = 1; i <= size; i++) {
      sites.add(new Site(new SubcloudId(i), "region-" + i, null));
      atSite.add(null);
    }
  }

  void introduceRoot() {
    roots = new RootChange.Roots("new", "old", "old+new", "new");
  }

  /** Sites of these ids are away from now on, all others there. */
  void away(long first, long last) {
    firstAway = first;
    lastAway = last;
  }

  void run(Duration time) {
    for (var end = now.plus(time); now.isBefore(end); now = now.plus(STEP)) {
      deliver();
      check();
      hub();
    }
  }

  /** Nobody issues; sites live on. */
  void hubAway(Duration time) {
    for (var end = now.plus(time); now.isBefore(end); now = now.plus(STEP)) {
      deliver();
      check();
    }
  }

  private void deliver() {
    for (int index : List.copyOf(waiting)) {
      var site = sites.get(index);
      var held = Objects.requireNonNull(site.held());
      if (!isAway(site)) {
        atSite.set(index, held);
        sites.set(index, new Site(site.id(), site.region(), confirmed(held)));
        waiting.remove(index);
      }
    }
  }

  private boolean isAway(Site site) {
    return site.id().value() >= firstAway && site.id().value() <= lastAway;
  }

  private static HeldCertificate confirmed(HeldCertificate held) {
    return new HeldCertificate(
        held.fingerprint(), held.issuedAt(), held.notAfter(), held.root(), held.trust(), null);
  }

  private void check() {
    for (int i = 0; i < atSite.size(); i++) {
      var held = atSite.get(i);
      if (held == null || isAway(sites.get(i))) {
        continue;
      }
      if (now.isAfter(held.notAfter())) {
        expired++;
      }
      boolean siteTrusts = held.trust().equals(endpointRoot) || held.trust().equals("old+new");
      boolean hubTrusts = held.root().equals(roots.newest()) || held.root().equals(roots.former());
      if (!siteTrusts || !hubTrusts) {
        refusals++;
      }
    }
  }

  private void hub() {
    var change = RootChange.of(roots, sites, rules.absence(), now);
    stage = change.stage();
    if (stage != RootChange.Stage.SPREAD) {
      endpointRoot = roots.newest();
    }
    int renewed = 0;
    for (var order : plan.due(now, sites, change, NONE_THIS_HOUR)) {
      int index = Math.toIntExact(order.id().value() - 1);
      var former = sites.get(index).held();
      var since = former == null ? null : former.waitingSince();
      sites.set(
          index,
          new Site(
              order.id(),
              order.region(),
              new HeldCertificate(
                  "one",
                  now,
                  now.plus(rules.lifetime()),
                  change.signer(),
                  change.trust(),
                  since == null ? now : since)));
      waiting.add(index);
      if (order.reason() != Reason.FIRST) {
        renewed++;
        perDay.merge(Duration.between(start, now).toDays(), 1L, Long::sum);
      }
    }
    if (renewed > rules.mostPerHourOfRootChange(sites.size())) {
      throw new AssertionError(renewed + " renewals at one look");
    }
  }

  long expired() {
    return expired;
  }

  long refusals() {
    return refusals;
  }

  boolean changeEnded() {
    return stage == RootChange.Stage.SETTLED && endpointRoot.equals(roots.newest());
  }

  long holdNewestRoot() {
    return sites.stream()
        .filter(site -> Objects.requireNonNull(site.held()).root().equals(roots.newest()))
        .count();
  }

  long renewals() {
    return perDay.values().stream().mapToLong(Long::longValue).sum();
  }

  long mostPerDay() {
    return perDay.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  double peakOverMean() {
    double days = Duration.between(start, now).toDays();
    return mostPerDay() / (renewals() / days);
  }
}
