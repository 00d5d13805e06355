package io.murmuration.central.dccert;

import io.murmuration.central.dccert.Order.Reason;
import io.murmuration.sync.model.SubcloudId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which sites get another intermediate CA now. Pure.
 *
 * <p>Each subcloud has a place of its own within the period of renewals, from a hash of its id, and
 * is renewed when that place comes round, at the latest {@code renewBefore} its end. So a fleet
 * that was given its certificates in one night, or all of whose roots were changed, is renewed
 * evenly from then on, and a hub that restarts has nothing to remember.
 *
 * <p>What is due at once all the same (the hub was away, the root changes) is held to a pace,
 * soonest end first; a change of the root may have a faster one. Only what would end soon is not
 * held to any.
 */
final class RenewalPlan {
  /** Any odd number spreads neighbouring ids; this one is 2^64 divided by the golden ratio. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /**
   * First ones in one look: a fleet that is taken over restarts its endpoints, and not all at once.
   */
  static final int FIRST_AT_ONCE = 250;

  private static final Comparator<Planned> SOONEST_END_FIRST =
      Comparator.comparing((Planned planned) -> planned.order.reason())
          .thenComparing(Planned::end)
          .thenComparing(planned -> planned.order.id());

  private final RenewalRules rules;

  // in seconds: each look goes through the whole fleet
  private final long period;
  private final long renewBefore;
  private final long urgentBefore;

  RenewalPlan(RenewalRules rules) {
    this.rules = rules;
    this.period = rules.period().toSeconds();
    this.renewBefore = rules.renewBefore().toSeconds();
    this.urgentBefore = rules.urgentBefore().toSeconds();
  }

  /**
   * What to issue now, most urgent first.
   *
   * @param renewedLastHour of the fleet, without first ones
   */
  List<Order> due(Instant now, Collection<Site> sites, RootChange change, int renewedLastHour) {
    int most =
        change.stage() == RootChange.Stage.SETTLED
            ? rules.mostPerHour(sites.size())
            : rules.mostPerHourOfRootChange(sites.size());
    int places = Math.max(0, most - renewedLastHour);
    int firsts = FIRST_AT_ONCE;
    var orders = new ArrayList<Order>();
    for (var planned : planned(now, sites, change)) {
      boolean hasPlace =
          switch (planned.order.reason()) {
            case URGENT -> true;
            case FIRST -> firsts-- > 0;
            case DUE, ROOT -> places-- > 0;
          };
      if (hasPlace) {
        orders.add(planned.order);
      }
    }
    return orders;
  }

  private List<Planned> planned(Instant now, Collection<Site> sites, RootChange change) {
    var planned = new ArrayList<Planned>();
    for (var site : sites) {
      reason(now, site, change)
          .ifPresent(reason ->
              planned.add(
                  new Planned(
                      new Order(site.id(), site.region(), reason, former(site)), end(site))));
    }
    planned.sort(SOONEST_END_FIRST);
    return planned;
  }

  private Optional<Reason> reason(Instant now, Site site, RootChange change) {
    var held = site.held();
    if (held == null) {
      return Optional.of(Reason.FIRST);
    }
    long time = now.getEpochSecond();
    if (time >= held.notAfter().getEpochSecond() - urgentBefore) {
      return Optional.of(Reason.URGENT);
    }
    if (time >= turnSecond(site.id(), held)) {
      return Optional.of(Reason.DUE);
    }
    return change.replaces(held) ? Optional.of(Reason.ROOT) : Optional.empty();
  }

  private static @Nullable String former(Site site) {
    var held = site.held();
    return held == null ? null : held.fingerprint();
  }

  private static Instant end(Site site) {
    var held = site.held();
    return held == null ? Instant.EPOCH : held.notAfter();
  }

  /** When the place of a subcloud comes round for the first time after the issue. */
  Instant turn(SubcloudId id, HeldCertificate held) {
    return Instant.ofEpochSecond(turnSecond(id, held));
  }

  private long turnSecond(SubcloudId id, HeldCertificate held) {
    long place = Long.remainderUnsigned(id.value() * SPREAD, period);
    long issued = held.issuedAt().getEpochSecond();
    long round = issued + period - Math.floorMod(issued - place, period);
    return Math.min(round, held.notAfter().getEpochSecond() - renewBefore);
  }

  private record Planned(Order order, Instant end) {}
}
