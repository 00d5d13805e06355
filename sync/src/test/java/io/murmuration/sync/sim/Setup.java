package io.murmuration.sync.sim;

import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.hub.RetryPolicy;
import io.murmuration.sync.model.Kind;
import java.time.Duration;
import java.util.List;

/**
 * One run.
 *
 * @param n subclouds at the start
 * @param hubs central nodes; more than one suffer what only a cluster does
 * @param faults how long fate and operators act
 * @param calm within this time after the last fault everything must be settled
 * @param steady gentle constant faults instead of a mix drawn from the seed
 */
public record Setup(
    long seed, int n, int hubs, Duration faults, Duration calm, boolean steady, Variant variant) {

  /** The kinds that the simulated fleet serves. */
  public static final List<Kind> KINDS = List.of(Kind.PLATFORM, Kind.IDENTITY);

  public static Setup of(long seed, int n, Duration faults) {
    return new Setup(seed, n, 1, faults, Duration.ofMinutes(15), false, Variant.NONE);
  }

  /** Two to four nodes over one database. */
  public static Setup cluster(long seed, int n, Duration faults) {
    int hubs = 2 + (int) (seed % 3);
    return new Setup(seed, n, hubs, faults, Duration.ofMinutes(15), false, Variant.NONE);
  }

  /** Few changes and few faults at once: what is in-sync stays so for a while. */
  public static Setup quiet(long seed, int n, Duration faults) {
    return new Setup(seed, n, 1, faults, Duration.ofMinutes(15), true, Variant.NONE);
  }

  public Setup with(Variant bug) {
    return new Setup(seed, n, hubs, faults, calm, steady, bug);
  }

  LaneConfig lane() {
    return SimHub.lane(n, unobservedAfter());
  }

  /** Short, so that what is too old is seen within minutes; not in a fleet that runs for a day. */
  Duration auditPeriod() {
    return n > 1000 ? Duration.ofMinutes(10) : Duration.ofSeconds(40);
  }

  Duration unobservedAfter() {
    return LaneConfig.unobservedAfter(auditPeriod(), Duration.ofSeconds(10));
  }

  /** Shorter pauses than in production, so that an hour is not needed to see them end. */
  RetryPolicy retry() {
    return new RetryPolicy(
        Duration.ofSeconds(2),
        Duration.ofSeconds(60),
        3,
        Duration.ofMinutes(10),
        Duration.ofMinutes(2));
  }
}
