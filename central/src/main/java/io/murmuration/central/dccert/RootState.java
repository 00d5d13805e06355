package io.murmuration.central.dccert;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * How far the fleet is on its way from one root to its successor, for operators. Pure.
 *
 * @param stage what is done now
 * @param held subclouds that were given a certificate
 * @param byNewest of them, those whose last one is of the newest root
 * @param waiting those that a change waits for: not settled, and not away for too long
 * @param absent those that were not seen for so long that nothing waits for them
 * @param mayEndAt when those that are not seen are not waited for any more; empty: nobody is
 */
record RootState(
    RootChange.Stage stage,
    int held,
    int byNewest,
    int waiting,
    int absent,
    Optional<Instant> mayEndAt) {

  static RootState of(
      RootChange.Roots roots, Collection<Site> sites, Duration absence, Instant now) {
    int held = 0;
    int byNewest = 0;
    int waiting = 0;
    int absent = 0;
    Instant mayEndAt = null;
    for (var site : sites) {
      var one = site.held();
      if (one == null) {
        continue;
      }
      held++;
      byNewest += one.root().equals(roots.newest()) ? 1 : 0;
      if (one.isAbsentSince(now.minus(absence))) {
        absent++;
      } else if (!RootChange.isSettled(one, roots)) {
        waiting++;
        var since = one.waitingSince();
        if (since != null && (mayEndAt == null || since.plus(absence).isAfter(mayEndAt))) {
          mayEndAt = since.plus(absence);
        }
      }
    }
    return new RootState(
        RootChange.of(roots, sites, absence, now).stage(),
        held,
        byNewest,
        waiting,
        absent,
        Optional.ofNullable(mayEndAt));
  }

  /** Whether a further root may be introduced: a change at a time, else sites are left behind. */
  boolean mayBegin() {
    return stage == RootChange.Stage.SETTLED;
  }
}
