package io.murmuration.central.gateway;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.gateway.claim.Claimed;
import io.murmuration.central.gateway.intake.Farewell;
import io.murmuration.central.gateway.wire.AuditFrames;
import io.murmuration.central.gateway.wire.DriftFrames;
import io.murmuration.central.gateway.wire.Frames;
import io.murmuration.central.gateway.wire.MalformedFrame;
import io.murmuration.central.gateway.wire.OperationFrames;
import io.murmuration.central.gateway.wire.Outbox;
import io.murmuration.central.operation.desk.AgentOrder;
import io.murmuration.central.operation.desk.OpenSession;
import io.murmuration.central.recovery.conflict.Histories;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.EndpointReport;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.Heartbeat;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Observed;
import io.murmuration.proto.OperationReport;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.hub.HubLane;
import io.murmuration.sync.hub.SessionStart;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.operation.Report;
import io.murmuration.sync.port.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one agent, from its first frame to its end. Confined to its lane. The next frame is
 * asked for only after one was handled, so an agent that sends too fast waits in its own TCP
 * connection.
 *
 * <p>{@code GREETING → CLAIMING → OPEN → ENDED}; a refused stream goes to {@code ENDED} at once.
 */
final class AgentSession extends ServerCall.Listener<AgentFrame> {
  private enum Phase {
    /** Hello has not come yet. */
    GREETING,
    /** Hello was taken; its claim is not committed yet. Nothing was sent. */
    CLAIMING,
    /** Welcome was sent. */
    OPEN,
    ENDED
  }

  /** A peer that has not taken GoAway by then is not waited for. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final ServerCall<AgentFrame, HubFrame> call;
  private final AgentIdentity identity;
  private final Lane lane;
  private final SessionServices services;
  private final Outbox outbox;
  private final Runnable cut;
  private final Timers.Timer helloTimer;
  private Timers.@Nullable Timer cutTimer;
  private Phase phase = Phase.GREETING;
  private @Nullable Claimed claimed;
  private @Nullable OpenSession operating;
  private Histories histories = Histories.KNOWN;
  private long referred;
  private DriftPolicy decided = DriftPolicy.ENFORCE;
  private boolean gone;

  /**
   * @param cut ends the stream without the peer
   */
  AgentSession(
      ServerCall<AgentFrame, HubFrame> call,
      AgentIdentity identity,
      Lane lane,
      SessionServices services,
      Runnable cut) {
    this.call = call;
    this.identity = identity;
    this.lane = lane;
    this.services = services;
    this.cut = cut;
    this.outbox = new Outbox(call);
    this.helloTimer =
        lane.timers()
            .after(
                services.config().helloTimeout(),
                () -> {
                  if (phase == Phase.GREETING) {
                    goAway(GoAway.Reason.PROTOCOL_ERROR, "no Hello in time", Duration.ZERO);
                  }
                });
  }

  /** The node holds as many streams as it may: said without looking at Hello. */
  void tooMany() {
    lane.enter(
        id(), () -> part(GoAway.Reason.BUSY, "too many streams", services.config().drainSpread()));
  }

  SubcloudId id() {
    return identity.subcloud();
  }

  AgentIdentity identity() {
    return identity;
  }

  Lane lane() {
    return lane;
  }

  boolean isOf(SessionEpoch epoch) {
    return claimed != null && claimed.epoch().equals(epoch);
  }

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Of an open stream. */
  Claimed claimed() {
    if (claimed == null) {
      throw new IllegalStateException("session of " + id() + ": " + phase + " (expected: OPEN)");
    }
    return claimed;
  }

  @Override
  public void onMessage(AgentFrame frame) {
    lane.enter(
        id(),
        () -> {
          try {
            take(frame);
          } catch (MalformedFrame e) {
            goAway(GoAway.Reason.PROTOCOL_ERROR, String.valueOf(e.getMessage()), Duration.ZERO);
          }
          if (phase == Phase.OPEN) {
            call.request(1);
          }
        });
  }

  private void take(AgentFrame frame) throws MalformedFrame {
    switch (phase) {
      case GREETING -> {
        helloTimer.cancel();
        if (!frame.hasHello()) {
          throw new MalformedFrame("first frame: " + frame.getBodyCase() + " (expected: HELLO)");
        }
        phase = Phase.CLAIMING;
        services.reception().hello(this, frame.getHello());
      }
      case OPEN -> takeOpen(frame);
      case CLAIMING ->
          throw new MalformedFrame(frame.getBodyCase() + " (expected: nothing before Welcome)");
      case ENDED -> {} // a late frame says nothing any more
    }
  }

  private void takeOpen(AgentFrame frame) throws MalformedFrame {
    switch (frame.getBodyCase()) {
      case HEARTBEAT -> heartbeat(frame.getHeartbeat());
      case OBSERVED -> observed(frame.getObserved());
      case APPLY_RESULT -> answered(frame.getApplyResult());
      case ALARM_REPORT ->
          lane.hub().alarms(id(), claimed().epoch(), AuditFrames.alarms(frame.getAlarmReport()));
      case ENDPOINT_REPORT -> audited(frame.getEndpointReport());
      case OPERATION_REPORT -> operated(frame.getOperationReport());
      case HELLO -> throw new MalformedFrame("HELLO (expected: once)");
      case CONTENTS -> services.inquiries().contents(id(), frame.getContents());
      // known to newer features, or to newer agents: unsupported here, not an error
      case BODY_NOT_SET -> {}
    }
  }

  private void heartbeat(Heartbeat heartbeat) throws MalformedFrame {
    var epoch = claimed().epoch();
    outbox.acknowledge(heartbeat.getSequence());
    lane.hub()
        .heartbeat(
            id(),
            epoch,
            Frames.verdict(
                heartbeat.getAvailability(),
                heartbeat.getVerdict(),
                heartbeat.getFailedVerdicts(),
                heartbeat.getAvailabilityReason()));
    for (var said : heartbeat.getChangedList()) {
      var kind = Kind.fromWireName(said.getKind());
      if (kind.isPresent()) {
        var holding = services.reception().frames().holding(said);
        lane.hub()
            .seen(
                id(), epoch, kind.get(), holding, isKnown(kind.get()), Frames.age(said.getAgeMs()));
      }
    }
    for (var age : heartbeat.getAgesList()) {
      var kind = Kind.fromWireName(age.getKind());
      if (kind.isPresent()) {
        var since = Frames.age(age.getAgeMs());
        lane.hub().observed(id(), epoch, kind.get(), since, Frames.words(age.getUnreadable()));
        services.live().observed(id(), kind.get(), since);
      }
    }
  }

  private void observed(Observed observed) throws MalformedFrame {
    var kind = Kind.fromWireName(observed.getHolding().getKind());
    if (kind.isEmpty()) {
      return;
    }
    services.inquiries().observed(id(), observed);
    var epoch = claimed().epoch();
    if (!observed.getUnreadable().isEmpty()) {
      lane.hub().unreadable(id(), epoch, kind.get(), Frames.words(observed.getUnreadable()));
      if (observed.getAuditId() != 0) {
        services.audits().unreadable(observed.getAuditId(), id(), epoch);
      }
      return;
    }
    var holding = services.reception().frames().holding(observed.getHolding());
    var age = Frames.age(observed.getHolding().getAgeMs());
    lane.hub().seen(id(), epoch, kind.get(), holding, isKnown(kind.get()), age);
    services.live().observed(id(), kind.get(), age);
    if (observed.getAuditId() != 0) {
      var state = lane.hub().state(id(), kind.get());
      boolean inSync = state != null && state.isAsWanted() && !state.isDrifted();
      services.audits().answered(observed.getAuditId(), id(), epoch, inSync);
    }
  }

  /** Verdicts about an older reference are passed over: those about the newer one follow. */
  private void audited(EndpointReport report) {
    if (report.getReference() < referred) {
      return;
    }
    var epoch = claimed().epoch();
    for (var said : report.getEndpointsList()) {
      var kind = Kind.fromWireName(said.getEndpointType());
      var verdict = AuditFrames.verdict(said);
      if (kind.isPresent() && verdict.isPresent()) {
        lane.hub().audited(id(), epoch, kind.get(), verdict.get(), Duration.ZERO);
        var status = verdict.get().status();
        if (status != SyncStatus.UNKNOWN) {
          services.live().observed(id(), kind.get(), Duration.ZERO);
        }
        if (report.getAuditId() != 0 && status == SyncStatus.UNKNOWN) {
          services.audits().unreadable(report.getAuditId(), id(), epoch);
        } else if (report.getAuditId() != 0) {
          boolean inSync = status == SyncStatus.IN_SYNC;
          services.audits().answered(report.getAuditId(), id(), epoch, inSync);
        }
      }
    }
  }

  private void operated(OperationReport said) throws MalformedFrame {
    var report = OperationFrames.report(said);
    if (operating != null && report.isPresent()) {
      services.operations().reported(operating, report.get());
    }
  }

  private void answered(ApplyResult result) throws MalformedFrame {
    var kind = Kind.fromWireName(result.getKind());
    var answer = services.reception().frames().answer(result);
    if (kind.isPresent() && answer.isPresent()) {
      services.metrics().answered(kind.get(), result.getOutcome());
      lane.hub().answered(id(), claimed().epoch(), kind.get(), result.getAttempt(), answer.get());
      trustAgain();
    }
  }

  /** The site follows this hub's history again, in all kinds: it takes orders. */
  private void trustAgain() {
    if (operating != null
        && !operating.trusted()
        && histories.isOver(kind -> lane.hub().state(id(), kind))) {
      operating = operating.trust();
      services.operations().opened(operating, List.of());
    }
  }

  private boolean isKnown(Kind kind) {
    return !histories.strange().containsKey(kind);
  }

  /** Kinds of which a revision overrides just what the site held when it said Hello. */
  Set<Kind> overridden(SubcloudView now) {
    return histories.overridden(now);
  }

  /**
   * The claim is committed: says Welcome and hands the stream to the hub's lane. A stream that
   * ended meanwhile begins and ends at once, so that the subcloud goes offline in time.
   *
   * @param held what Hello said of other histories
   * @param inFlight what Hello said about operations
   */
  void open(
      Claimed accepted,
      Histories held,
      SessionStart start,
      HubFrame welcome,
      OpenSession operations,
      List<Report> inFlight) {
    claimed = accepted;
    histories = held;
    decided = start.inputs().drift(); // as Welcome says
    boolean ended = phase == Phase.ENDED;
    if (!ended) {
      phase = Phase.OPEN;
      services.metrics().opened();
      services.presence().held(id());
      services.lanes().opened(id());
      lane.put(this);
      call.sendHeaders(new Metadata());
      call.sendMessage(welcome);
      refer();
      operating = operations;
      services.operations().opened(operations, inFlight);
    }
    lane.hub().opened(start);
    if (ended) {
      lane.hub().closed(id(), accepted.epoch());
    } else {
      call.request(1);
    }
  }

  /** Says what audits compare with; the newest is enough. */
  void refer() {
    var current = services.references().current();
    if (phase == Phase.OPEN) {
      referred = current.revision();
      outbox.refer(current.frame());
    }
  }

  /** Says what counts as drift from now on, unless it was said already. */
  void decide(DriftPolicy policy) {
    if (phase == Phase.OPEN && !policy.equals(decided)) {
      decided = policy;
      outbox.decide(DriftFrames.frame(policy));
    }
  }

  /** False if the stream is not open, or takes no data now. */
  boolean inquire(HubFrame frame) {
    return phase == Phase.OPEN && outbox.inquire(frame);
  }

  /** False if the stream does not take data now; then {@link #ready} follows. */
  boolean push(Kind kind, Effect.Push push) {
    if (phase != Phase.OPEN || !outbox.takesPush()) {
      return false;
    }
    var body =
        lane.encoder().body(push.wanted(), push.from(), push.full(), lane.timers().nowNanos());
    services.metrics().pushed(kind, body.size());
    outbox.push(kind, push, body);
    return true;
  }

  void order(AgentOrder order) {
    if (phase == Phase.OPEN) {
      outbox.order(order);
    }
  }

  void ask(Kind kind, long auditId, boolean bypassCache) {
    if (phase == Phase.OPEN) {
      outbox.ask(kind, auditId, bypassCache);
    }
  }

  /** The hub's lane was told already. */
  void cutSilent() {
    part(GoAway.Reason.SILENT, "nothing heard in time", Duration.ZERO);
  }

  private void goAway(GoAway.Reason reason, String details, Duration returnAfter) {
    sendAway(new Farewell(reason, details, returnAfter));
  }

  /** Ends the stream by the hub's wish. The subcloud goes offline if no other stream comes. */
  void sendAway(Farewell words) {
    var was = claimed;
    if (part(words) && was != null) {
      lane.hub().closed(id(), was.epoch());
    }
  }

  boolean part(GoAway.Reason reason, String details, Duration returnAfter) {
    return part(new Farewell(reason, details, returnAfter));
  }

  /** Says GoAway and ends. True if the stream was open. */
  boolean part(Farewell words) {
    if (phase == Phase.ENDED) {
      return false;
    }
    boolean wasOpen = end();
    services.metrics().turnedAway(words.reason());
    if (!wasOpen) {
      call.sendHeaders(new Metadata());
    }
    call.sendMessage(Frames.goAway(words));
    close(words.details());
    return wasOpen;
  }

  private void close(String details) {
    call.close(Status.OK.withDescription(details), new Metadata());
    if (!gone) {
      cutTimer = lane.timers().after(LAST_WORDS, cut);
    }
  }

  private boolean end() {
    boolean wasOpen = phase == Phase.OPEN;
    phase = Phase.ENDED;
    helloTimer.cancel();
    outbox.clear();
    if (wasOpen) {
      services.metrics().ended();
      services.audits().ended(id(), claimed().epoch());
      if (operating != null) {
        services.operations().ended(operating);
      }
      services.inquiries().ended(id());
      if (lane.remove(this)) {
        services.lanes().ended(id());
        services.presence().left(id());
      }
    }
    return wasOpen;
  }

  @Override
  public void onReady() {
    lane.enter(id(), () -> ready(lane.hub()));
  }

  /** The stream takes data, or may push again. */
  void ready(HubLane hub) {
    if (phase == Phase.OPEN && outbox.flush()) {
      hub.streamReady(id(), claimed().epoch());
    }
  }

  @Override
  public void onHalfClose() {
    lane.enter(
        id(),
        () -> {
          if (phase != Phase.ENDED) {
            ended();
            close("the agent has ended it");
          }
        });
  }

  @Override
  public void onCancel() {
    gone();
  }

  @Override
  public void onComplete() {
    gone();
  }

  /** The last callback of the stream. */
  private void gone() {
    services.streams().ended(id());
    lane.enter(
        id(),
        () -> {
          gone = true;
          if (cutTimer != null) {
            cutTimer.cancel();
          }
          ended();
        });
  }

  private void ended() {
    if (end()) {
      lane.hub().closed(id(), claimed().epoch());
    }
  }
}
