package io.murmuration.central.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.murmuration.central.status.Sessions;
import io.murmuration.central.status.StatusMetrics;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The gateway's and the status writer's numbers as meters. Tags are enums only. */
public final class GatewayMeters implements GatewayMetrics, StatusMetrics {
  private final Counter opened;
  private final Counter ended;
  private final Map<GoAway.Reason, Counter> turnedAway = new EnumMap<>(GoAway.Reason.class);
  private final Map<Kind, Counter> pushed = new EnumMap<>(Kind.class);
  private final DistributionSummary pushBytes;
  private final Map<ApplyResult.Outcome, Counter> answered =
      new EnumMap<>(ApplyResult.Outcome.class);
  private final Timer turnWaited;
  private final Timer turnRan;
  private final Timer claimTook;
  private final DistributionSummary claimBatch;
  private final Counter claimsRefused;
  private final Timer statusTook;
  private final DistributionSummary statusBatch;
  private final Counter statusLost;
  private final Counter statusFailed;

  public GatewayMeters(MeterRegistry registry) {
    this.opened = registry.counter("murmuration.sessions.opened");
    this.ended = registry.counter("murmuration.sessions.ended");
    for (var reason : GoAway.Reason.values()) {
      turnedAway.put(
          reason, registry.counter("murmuration.sessions.turned.away", "reason", word(reason)));
    }
    for (var kind : Kind.values()) {
      pushed.put(kind, registry.counter("murmuration.pushes", "kind", kind.wireName()));
    }
    this.pushBytes = registry.summary("murmuration.push.bytes");
    for (var outcome : ApplyResult.Outcome.values()) {
      answered.put(outcome, registry.counter("murmuration.answers", "outcome", word(outcome)));
    }
    this.turnWaited = registry.timer("murmuration.lane.turn.waited");
    this.turnRan = registry.timer("murmuration.lane.turn.ran");
    this.claimTook = registry.timer("murmuration.claims.took");
    this.claimBatch = registry.summary("murmuration.claims.batch");
    this.claimsRefused = registry.counter("murmuration.claims.refused");
    this.statusTook = registry.timer("murmuration.status.took");
    this.statusBatch = registry.summary("murmuration.status.batch");
    this.statusLost = registry.counter("murmuration.status.lost");
    this.statusFailed = registry.counter("murmuration.status.failed");
  }

  /** Numbers that are read when somebody asks. */
  public static void watch(MeterRegistry registry, Sessions sessions) {
    registry.gauge("murmuration.sessions", sessions, Sessions::connected);
    registry.gauge("murmuration.pushes.in.flight", sessions, Sessions::pushesInFlight);
    registry.gauge("murmuration.pushes.queued", sessions, Sessions::pushesQueued);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  @Override
  public void opened() {
    opened.increment();
  }

  @Override
  public void ended() {
    ended.increment();
  }

  @Override
  public void turnedAway(GoAway.Reason reason) {
    count(turnedAway.get(reason));
  }

  @Override
  public void pushed(Kind kind, int bytes) {
    count(pushed.get(kind));
    pushBytes.record(bytes);
  }

  @Override
  public void answered(Kind kind, ApplyResult.Outcome outcome) {
    count(answered.get(outcome));
  }

  @Override
  public void turn(Duration waited, Duration ran) {
    turnWaited.record(waited);
    turnRan.record(ran);
  }

  @Override
  public void claimed(int accepted, int refused, Duration took) {
    claimTook.record(took);
    claimBatch.record(accepted + refused);
    claimsRefused.increment(refused);
  }

  @Override
  public void written(int rows, int lost, Duration took) {
    statusTook.record(took);
    statusBatch.record(rows);
    statusLost.increment(lost);
  }

  @Override
  public void writeFailed() {
    statusFailed.increment();
  }

  private static void count(@org.jspecify.annotations.Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
