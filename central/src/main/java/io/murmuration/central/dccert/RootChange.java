package io.murmuration.central.dccert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;

/**
 * How a fleet gets from one root to its successor without a moment at which a site and the system
 * controller do not trust each other, where both roots are known: with {@link CertManagerIssuer}
 * only the newest is, and the stages do not overlap. The stage follows from what the sites hold;
 * nothing else is remembered, so a site that comes back with an old certificate takes the fleet
 * back to the stage that brings it along.
 *
 * <ol>
 *   <li>{@link Stage#SPREAD}: the former root signs, both are trusted. Until every site trusts
 *       both.
 *   <li>{@link Stage#SWITCH}: the successor signs, both are trusted. Until every site serves from
 *       the successor. From now on the system controller's own endpoint may switch, too.
 *   <li>{@link Stage#SETTLED}: the successor signs, and it alone goes along with the certificates
 *       that are renewed anyway.
 * </ol>
 *
 * @param signer fingerprint of the root that signs now
 * @param trust fingerprint of the roots that go along
 */
record RootChange(Stage stage, String signer, String trust) {
  enum Stage {
    SPREAD,
    SWITCH,
    SETTLED
  }

  /**
   * The roots of the system controller, as fingerprints.
   *
   * @param newest the one to end with
   * @param former the one before it; equal to {@code newest} if there is only one
   * @param both of the two together
   * @param alone of {@code newest} alone
   */
  record Roots(String newest, String former, String both, String alone) {}

  /** What the sites' certificates call for. Pure. */
  static RootChange of(Roots roots, Collection<Site> sites, Duration absence, Instant now) {
    var present = now.minus(absence);
    var held = new ArrayList<HeldCertificate>(sites.size());
    for (var site : sites) {
      var one = site.held();
      if (one != null && !one.isAbsentSince(present)) {
        held.add(one);
      }
    }
    if (held.stream().allMatch(one -> isSettled(one, roots))) {
      return new RootChange(Stage.SETTLED, roots.newest(), roots.alone());
    }
    boolean begun = held.stream().anyMatch(one -> one.root().equals(roots.newest()));
    boolean spread = held.stream().allMatch(one -> trustsNewest(one, roots) && one.isConfirmed());
    return begun || spread
        ? new RootChange(Stage.SWITCH, roots.newest(), roots.both())
        : new RootChange(Stage.SPREAD, roots.former(), roots.both());
  }

  /** What is issued after the end of the change trusts the successor alone, and undoes no end. */
  static boolean isSettled(HeldCertificate one, Roots roots) {
    return one.root().equals(roots.newest())
        && (one.isConfirmed() || one.trust().equals(roots.alone()));
  }

  private static boolean trustsNewest(HeldCertificate one, Roots roots) {
    return one.trust().equals(roots.both()) || one.trust().equals(roots.alone());
  }

  /** Whether a certificate must be issued anew before its time for the change to go on. */
  boolean replaces(HeldCertificate held) {
    return switch (stage) {
      case SPREAD -> !held.trust().equals(trust);
      case SWITCH -> !held.root().equals(signer);
      case SETTLED -> false;
    };
  }
}
