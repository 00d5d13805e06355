package io.murmuration.central.gateway;

import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.gateway.metrics.GatewayMetrics;
import io.murmuration.central.gateway.wire.PushEncoder;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.observe.LogContext;
import io.murmuration.central.operation.desk.AgentOrder;
import io.murmuration.proto.GoAway;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.hub.HubLane;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.AgentLink;
import io.murmuration.sync.port.Timers;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One event loop with the sessions whose connections it reads, and the {@code HubLane} that decides
 * for them. Everything but {@link #submit} and the numbers is confined to the loop's thread and to
 * a turn, and checked to be.
 */
final class Lane implements AgentLink {
  private final EventExecutor loop;
  private final LongSupplier nanoClock;
  private final Faults faults;
  private final GatewayMetrics metrics;
  private final NodeView node;
  private final HubLane hub;
  private final LaneTimers timers;
  private final PushEncoder encoder = new PushEncoder();
  private final Map<SubcloudId, AgentSession> sessions = new HashMap<>();
  private boolean inTurn;
  private boolean held;
  private long auditId;
  private volatile int connected;
  private volatile int inFlight;
  private volatile int queued;

  /** What all lanes of a node share. */
  record Shared(
      GatewayConfig config, GatewayPorts ports, HashedWheelTimer wheel, LongSupplier nanoClock) {}

  Lane(EventExecutor loop, Shared shared, RandomGenerator random) {
    this.loop = loop;
    this.nanoClock = shared.nanoClock();
    this.faults = shared.ports().faults();
    this.metrics = shared.ports().metrics();
    this.node = shared.ports().node();
    this.timers = new LaneTimers(shared.wheel(), this, nanoClock, random);
    this.hub =
        new HubLane(
            shared.config().lane(),
            shared.ports().machine(),
            new HubLane.Ports(
                this, shared.ports().sink(), node, timers, shared.ports().observer()));
  }

  /** From any thread: runs on the lane, later. Nothing happens once the node has stopped. */
  void submit(Runnable turn) {
    long submitted = nanoClock.getAsLong();
    try {
      loop.execute(() -> {
        long began = nanoClock.getAsLong();
        turn(turn);
        metrics.turn(
            Duration.ofNanos(began - submitted), Duration.ofNanos(nanoClock.getAsLong() - began));
      });
    } catch (RejectedExecutionException e) {
      if (!loop.isShuttingDown()) {
        faults.report("lane", e);
      }
    }
  }

  /**
   * At once if the caller is on the loop's thread and in no turn, else later.
   *
   * @param about whom the log's lines are about
   */
  void enter(SubcloudId about, Runnable turn) {
    enter(() -> {
      try (var _ = LogContext.subcloud(about.toString())) {
        guarded(turn);
      }
    });
  }

  private void enter(Runnable turn) {
    if (loop.inEventLoop() && !inTurn) {
      turn(turn);
    } else {
      submit(turn);
    }
  }

  private void turn(Runnable turn) {
    inTurn = true;
    try {
      guarded(turn);
    } finally {
      inTurn = false;
      inFlight = hub.permits().held();
      queued = hub.permits().queued();
    }
  }

  private void guarded(Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException e) {
      faults.report("lane", e);
    }
  }

  boolean isHere() {
    return loop.inEventLoop();
  }

  /** Begins the lane's own look at itself, each second. */
  void start() {
    submit(this::tick);
  }

  private void tick() {
    encoder.forgetOld(nanoClock.getAsLong());
    boolean stale = node.stale();
    if (held && !stale) {
      sessions.values().forEach(session -> session.ready(hub()));
    }
    held = stale;
    timers.after(Duration.ofSeconds(1), this::tick);
  }

  HubLane hub() {
    check();
    return hub;
  }

  Timers timers() {
    return timers;
  }

  PushEncoder encoder() {
    check();
    return encoder;
  }

  /** Of an open stream. Replaces an older one. */
  void put(AgentSession session) {
    check();
    sessions.put(session.id(), session);
    connected = sessions.size();
  }

  /** False if another session has taken the place. */
  boolean remove(AgentSession session) {
    check();
    boolean removed = sessions.remove(session.id(), session);
    connected = sessions.size();
    return removed;
  }

  @Nullable AgentSession session(SubcloudId id) {
    check();
    return sessions.get(id);
  }

  /** Up to so many open streams, without those to keep. */
  List<AgentSession> some(int most, Predicate<SubcloudId> keeps) {
    check();
    return sessions.values().stream()
        .filter(session -> !keeps.test(session.id()))
        .limit(most)
        .toList();
  }

  /** A copy. */
  List<AgentSession> sessions() {
    check();
    return new ArrayList<>(sessions.values());
  }

  /** A newer stream of the subcloud was claimed, here or on another lane or node. */
  void supersede(SubcloudId id, SessionEpoch newer) {
    var session = session(id);
    if (session != null) {
      if (session.claimed().epoch().compareTo(newer) >= 0) {
        return;
      }
      session.part(GoAway.Reason.SUPERSEDED, "another stream is newer", Duration.ZERO);
    }
    hub.removed(id);
  }

  /** Ends the session if it is older than what the database holds. */
  void supersedeOlder(SubcloudId id, SessionEpoch newest) {
    var session = session(id);
    if (session != null && session.claimed().epoch().compareTo(newest) < 0) {
      session.part(GoAway.Reason.SUPERSEDED, "the stream is not the newest", Duration.ZERO);
      hub.removed(id);
    }
  }

  /** An enrolment of the subcloud was revoked by this change, or the subcloud deleted. */
  void withdraw(SubcloudId id, Revision change, String why) {
    var session = session(id);
    if (session != null) {
      if (!change.isAfter(session.claimed().seq())) {
        return; // enrolled anew; its claim was checked after the change
      }
      session.part(GoAway.Reason.NOT_AUTHORISED, why, Duration.ZERO);
    }
    hub.removed(id);
  }

  /** An operator decided something about a subcloud. */
  void decided(HubSnapshot image, SubcloudView now) {
    var session = session(now.id());
    var overridden = session == null ? Set.<Kind>of() : session.overridden(now);
    hub.inputsChanged(now.id(), Reception.inputs(image, now, overridden), now.group());
  }

  /** Questions asked during {@code work} carry this id. */
  void asking(long audit, Runnable work) {
    check();
    auditId = audit;
    try {
      work.run();
    } finally {
      auditId = 0;
    }
  }

  int connected() {
    return connected;
  }

  int inFlight() {
    return inFlight;
  }

  int queued() {
    return queued;
  }

  @Override
  public boolean push(SubcloudId id, SessionEpoch epoch, Kind kind, Effect.Push push) {
    var session = session(id);
    if (session == null || !session.isOf(epoch)) {
      return false;
    }
    var known = node.snapshot();
    if (known.hold() != null || epoch.hubEpoch() != known.epochs().epoch()) {
      return false; // found out since this was decided; the lane is about to hear of it
    }
    if (node.stale()) {
      held = true; // taken up again by the next tick after a read
      return false;
    }
    return session.push(kind, push);
  }

  @Override
  public void ask(SubcloudId id, SessionEpoch epoch, Kind kind, boolean bypassCache) {
    var session = session(id);
    if (session != null && session.isOf(epoch)) {
      session.ask(kind, auditId, bypassCache);
    }
  }

  /** Of a session that is not here, or not any more, it is dropped. */
  void order(AgentOrder order) {
    var session = session(order.subcloud());
    if (session != null && session.isOf(order.session())) {
      session.order(order);
    }
  }

  @Override
  public void cutSilent(SubcloudId id, SessionEpoch epoch) {
    var session = session(id);
    if (session != null && session.isOf(epoch)) {
      session.cutSilent();
    }
  }

  private void check() {
    if (!inTurn || !loop.inEventLoop()) {
      throw new IllegalStateException(
          "lane: touched outside its turn by " + Thread.currentThread());
    }
  }
}
