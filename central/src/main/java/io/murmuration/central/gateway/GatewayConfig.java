package io.murmuration.central.gateway;

import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.hub.RetryPolicy;
import java.time.Duration;

/**
 * How the gateway behaves.
 *
 * @param host address to listen on
 * @param port 0: any free one
 * @param lanes event loops; one per core is best
 * @param heartbeatPeriod what Welcome asks agents for
 * @param auditPeriod how often agents compare by themselves
 * @param hubSilence after it agents take this node for frozen
 * @param helloTimeout a stream that has not said Hello by then is closed
 * @param admissionsPerSecond streams accepted; the others are told when to come back
 * @param maxSessions streams held at once
 * @param drainSpread agents of a stopping node come back spread over this time
 * @param keepsIdentity whether identities come from somewhere; sites need not wait for them if not
 */
public record GatewayConfig(
    String host,
    int port,
    int lanes,
    Duration heartbeatPeriod,
    Duration auditPeriod,
    Duration hubSilence,
    Duration helloTimeout,
    int admissionsPerSecond,
    int maxSessions,
    Duration drainSpread,
    boolean keepsIdentity,
    LaneConfig lane,
    RetryPolicy retry) {

  public GatewayConfig {
    require(lanes > 0, "lanes", lanes, "> 0");
    require(admissionsPerSecond > 0, "admissionsPerSecond", admissionsPerSecond, "> 0");
    require(maxSessions > 0, "maxSessions", maxSessions, "> 0");
    require(
        heartbeatPeriod.compareTo(lane.cutAfter()) < 0,
        "heartbeatPeriod",
        heartbeatPeriod,
        "shorter than the silence after which a stream is cut, " + lane.cutAfter());
  }

  /** Listens on {@code host} and {@code port}; everything else as an operator would want it. */
  public static GatewayConfig usual(String host, int port, int lanes) {
    return new GatewayConfig(
        host,
        port,
        lanes,
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(18),
        Duration.ofSeconds(5),
        500,
        12_000,
        Duration.ofSeconds(10),
        true,
        LaneConfig.DEFAULT,
        RetryPolicy.DEFAULT);
  }

  private static void require(boolean holds, String field, Object given, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": " + given + " (expected: " + expected + ")");
    }
  }
}
