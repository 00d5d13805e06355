package io.murmuration.sync.hub;

import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * A stream whose claim is committed.
 *
 * @param group id of the subcloud's group
 * @param inputs {@code online} is the lane's own knowledge and filled in there
 * @param wasOnline whether the site was online under the stream before
 * @param verdict as Hello said
 * @param holdings as Hello said, for the kinds the agent serves
 * @param ages of the observations in {@code holdings}; absent: observed just now
 * @param strange kinds whose holding comes from a history that this hub does not know
 * @param identitySynced whether the subcloud's identity was compared once, by any session
 */
public record SessionStart(
    SubcloudId id,
    SessionEpoch epoch,
    long group,
    Inputs inputs,
    boolean wasOnline,
    SiteVerdict verdict,
    Map<Kind, Holding> holdings,
    Map<Kind, Duration> ages,
    Set<Kind> strange,
    boolean identitySynced) {

  public SessionStart {
    var ordered = new EnumMap<Kind, Holding>(Kind.class);
    ordered.putAll(holdings);
    holdings = Collections.unmodifiableMap(ordered);
    ages = Map.copyOf(ages);
    strange = Set.copyOf(strange);
  }

  /**
   * @param ancestor whether all holdings come from this hub's history; if not, none does
   */
  public SessionStart(
      SubcloudId id,
      SessionEpoch epoch,
      long group,
      Inputs inputs,
      boolean wasOnline,
      SiteVerdict verdict,
      Map<Kind, Holding> holdings,
      Map<Kind, Duration> ages,
      boolean ancestor,
      boolean identitySynced) {
    this(
        id,
        epoch,
        group,
        inputs,
        wasOnline,
        verdict,
        holdings,
        ages,
        ancestor ? Set.of() : holdings.keySet(),
        identitySynced);
  }

  /**
   * How long ago the site was observed.
   *
   * @param never stands for a kind that was not observed at all, whose first observation may be old
   */
  Duration age(Kind kind, Duration never) {
    var holding = holdings.get(kind);
    boolean observed = holding != null && holding.digest() != null;
    return ages.getOrDefault(kind, observed ? Duration.ZERO : never);
  }
}
