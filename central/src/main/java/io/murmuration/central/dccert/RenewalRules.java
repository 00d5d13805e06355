package io.murmuration.central.dccert;

import java.time.Duration;

/**
 * What the operator decides about intermediate CAs.
 *
 * @param lifetime of each
 * @param renewBefore a certificate is renewed at least this long before its end
 * @param mostPerDay renewals of the fleet; 0: four times the mean
 * @param absence a site that was not seen for this long does not hold up a change of the root
 * @param rootChange what a change of the root takes at most, if all sites are there; zero: what it
 *     takes at the pace of renewals
 */
public record RenewalRules(
    Duration lifetime,
    Duration renewBefore,
    int mostPerDay,
    Duration absence,
    Duration rootChange) {
  private static final int TIMES_THE_MEAN = 4;
  private static final int HOURS = 24;
  private static final int URGENT_PART = 5;

  /** Each site gets to trust both roots, then a certificate of the successor. */
  private static final int ISSUES_PER_CHANGE = 2;

  public RenewalRules {
    if (renewBefore.isNegative()
        || renewBefore.multipliedBy(2).compareTo(lifetime) > 0
        || mostPerDay < 0) {
      throw new IllegalArgumentException(
          "renewal: %s before the end of %s, %d per day (expected: at most half the life, no negative number)"
              .formatted(renewBefore, lifetime, mostPerDay));
    }
  }

  /** Between two renewals of one subcloud, if nothing else happens. */
  Duration period() {
    return lifetime.minus(renewBefore);
  }

  /** From this long before its end on a certificate is renewed whatever the pace. */
  Duration urgentBefore() {
    return Duration.ofSeconds(renewBefore.toSeconds() / URGENT_PART);
  }

  /** Renewals in any hour; at least one. */
  int mostPerHour(int sites) {
    double perDay =
        mostPerDay > 0
            ? mostPerDay
            : (double) TIMES_THE_MEAN
                * sites
                * Duration.ofDays(1).toSeconds()
                / period().toSeconds();
    return Math.max(1, (int) Math.ceil(perDay / HOURS));
  }

  /** In any hour of a change of the root: renewals that are due then are among them. */
  int mostPerHourOfRootChange(int sites) {
    long hours = rootChange.toHours();
    int pace = hours == 0 ? 0 : Math.ceilDiv(ISSUES_PER_CHANGE * sites, Math.toIntExact(hours));
    return Math.max(pace, mostPerHour(sites));
  }
}
