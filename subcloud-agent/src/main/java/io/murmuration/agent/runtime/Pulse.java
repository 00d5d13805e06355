package io.murmuration.agent.runtime;

import io.murmuration.agent.lane.Lane;
import io.murmuration.proto.Welcome;
import io.murmuration.sync.port.Timers;
import java.time.Duration;

/**
 * What an agent does on a period while a stream lasts: heartbeats and audits of its own. Confined
 * to the lane.
 */
final class Pulse {
  private static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration DEFAULT_AUDIT = Duration.ofMinutes(5);

  private final Lane lane;
  private final Duration heartbeatPeriod;
  private final Duration auditPeriod;
  private final Runnable heartbeat;
  private final Runnable audit;
  private Timers.Timer heartbeatTimer;
  private Timers.Timer auditTimer;
  private long sequence;

  private Pulse(
      Lane lane,
      Duration heartbeatPeriod,
      Duration auditPeriod,
      Runnable heartbeat,
      Runnable audit) {
    this.lane = lane;
    this.heartbeatPeriod = heartbeatPeriod;
    this.auditPeriod = auditPeriod;
    this.heartbeat = heartbeat;
    this.audit = audit;
    // The first ones anywhere in the period: a hub that restarts gets its fleet back in a burst.
    this.heartbeatTimer = lane.after(lane.upTo(heartbeatPeriod), this::beat);
    this.auditTimer = lane.after(lane.upTo(auditPeriod), this::look);
  }

  static Pulse start(Lane lane, Welcome policy, Runnable heartbeat, Runnable audit) {
    var beat = orElse(policy.getHeartbeatPeriodMs(), DEFAULT_HEARTBEAT);
    // At least one acknowledgement must come within the silence that the hub is allowed.
    if (policy.getHubSilenceMs() > 0) {
      var most = Duration.ofMillis(Math.max(1, policy.getHubSilenceMs() * 2 / 3));
      beat = beat.compareTo(most) < 0 ? beat : most;
    }
    return new Pulse(
        lane, beat, orElse(policy.getAuditPeriodMs(), DEFAULT_AUDIT), heartbeat, audit);
  }

  long nextSequence() {
    return ++sequence;
  }

  Duration auditPeriod() {
    return auditPeriod;
  }

  void stop() {
    heartbeatTimer.cancel();
    auditTimer.cancel();
  }

  private void beat() {
    // a tenth less at most: never later than promised
    heartbeatTimer =
        lane.after(heartbeatPeriod.minus(lane.upTo(heartbeatPeriod.dividedBy(10))), this::beat);
    heartbeat.run();
  }

  private void look() {
    auditTimer = lane.after(lane.jittered(auditPeriod), this::look);
    audit.run();
  }

  private static Duration orElse(long millis, Duration otherwise) {
    return millis > 0 ? Duration.ofMillis(millis) : otherwise;
  }
}
