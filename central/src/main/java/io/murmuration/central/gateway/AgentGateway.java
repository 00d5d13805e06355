package io.murmuration.central.gateway;

import io.grpc.ServerCallHandler;
import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.cluster.Directory;
import io.murmuration.central.gateway.claim.Admission;
import io.murmuration.central.gateway.claim.ClaimRepository;
import io.murmuration.central.gateway.claim.Claims;
import io.murmuration.central.gateway.claim.Roster;
import io.murmuration.central.gateway.drift.DriftInquiry;
import io.murmuration.central.gateway.drift.DriftLookup;
import io.murmuration.central.gateway.drift.DriftReport;
import io.murmuration.central.gateway.drift.Inquiries;
import io.murmuration.central.gateway.drift.SiteReader;
import io.murmuration.central.gateway.intake.Farewell;
import io.murmuration.central.gateway.intake.Intake;
import io.murmuration.central.gateway.intake.PacedAccept;
import io.murmuration.central.operation.desk.AgentWire;
import io.murmuration.central.recovery.conflict.SiteContents;
import io.murmuration.central.status.Convergence;
import io.murmuration.central.status.LostReports;
import io.murmuration.central.status.Sessions;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HubFrame;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Digester;
import io.netty.handler.ssl.SslContext;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole gateway of a node: event loops with their lanes, the claims, the listener. Made first,
 * then joined to the status writer and the change reader ({@link #lostReports}, {@link #changes}),
 * then started; closed before both of them.
 */
public final class AgentGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentGateway.class);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration HINTS = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final GatewayConfig config;
  private final Database database;
  private final SplittableGenerator random;
  private final HashedWheelTimer wheel;
  private final EventLoops loops;
  private final ExecutorService blocking;
  private final Lanes lanes;
  private final Claims claims;
  private final Overtaken overtaken;
  private final ChangeDispatch dispatch;
  private final AuditSweeps sweeps;
  private final References references = new References();
  private final Inquiries inquiries = new Inquiries();
  private final DriftLookup drift;
  private final SiteReader contents;
  private final Presence presence;
  private final Intake intake;
  private final AgentListener listener;

  /**
   * Where claims are written.
   *
   * @param incarnation of this node
   */
  public record Database(Transactions transactions, UUID incarnation) {}

  /**
   * How agents are met.
   *
   * @param tls requires a certificate of ours
   * @param digester by the digest key
   * @param fetch serves artefacts beside the sessions; knows whom by itself
   */
  public record Security(
      SslContext tls,
      DigestKey digestKey,
      Digester digester,
      ServerCallHandler<FetchRequest, FetchChunk> fetch) {}

  /**
   * The outside of a node.
   *
   * @param nanoClock monotonic
   */
  public record World(LongSupplier nanoClock, SplittableGenerator random) {}

  public AgentGateway(
      GatewayConfig config,
      Security security,
      Database database,
      GatewayPorts ports,
      Convergence convergence,
      Directory directory,
      World world) {
    this.config = config;
    this.database = database;
    this.random = world.random();
    var nanoClock = world.nanoClock();
    this.wheel =
        new HashedWheelTimer(
            new DefaultThreadFactory("lane-timers", true), TICK.toMillis(), TimeUnit.MILLISECONDS);
    this.loops = new EventLoops(config.lanes());
    this.blocking = Executors.newVirtualThreadPerTaskExecutor();
    var shared = new Lane.Shared(config, ports, wheel, nanoClock);
    var made = new ArrayList<Lane>();
    loops.each(loop -> made.add(new Lane(loop, shared, random.split())));
    this.lanes = new Lanes(made);
    this.claims =
        new Claims(
            database.transactions(),
            database.incarnation(),
            ports.metrics(),
            ports.faults(),
            nanoClock);
    this.overtaken = new Overtaken(database.transactions(), ports.node(), lanes, blocking);
    var roster = new Roster();
    this.dispatch = new ChangeDispatch(ports.node(), lanes, roster, convergence, overtaken);
    this.sweeps = new AuditSweeps(nanoClock);
    var inquiry = new DriftInquiry(inquiries, this::inquire, security.digester());
    this.drift = new DriftLookup(ports.node()::snapshot, database.transactions(), inquiry);
    this.contents = new SiteReader(lanes.open()::contains, inquiry);
    this.presence = new Presence(directory);
    var admission =
        new Admission(config.admissionsPerSecond(), random.split(), nanoClock.getAsLong());
    this.intake = new Intake(nanoClock);
    var reception =
        new Reception(
            config,
            ports.node(),
            security.digestKey(),
            new Reception.Gates(intake, admission, claims, roster),
            lanes,
            ports.histories(),
            nanoClock);
    var services =
        new SessionServices(
            config,
            reception,
            lanes,
            ports.live(),
            ports.operations(),
            sweeps,
            inquiries,
            references,
            presence,
            new Streams(config.maxSessions()),
            ports.metrics());
    this.listener =
        new AgentListener(
            config,
            security.tls(),
            loops,
            new PacedAccept(config.admissionsPerSecond(), nanoClock),
            new SessionHandler(lanes, services),
            security.fetch());
  }

  /** Begins to accept agents. */
  public void start() {
    claims.start();
    lanes.submitToAll(Lane::start);
    hint();
    listener.start();
    LOG.info("agents welcome at {}:{}, lanes: {}", config.host(), port(), lanes.size());
  }

  /** The port listened on; after {@link #start}. */
  public int port() {
    return listener.port();
  }

  /** For the status writer. */
  public LostReports lostReports() {
    return overtaken;
  }

  /** For the change reader. */
  public ChangeListener changes() {
    return dispatch;
  }

  public Sessions sessions() {
    return lanes;
  }

  /** For what is ordered of single subclouds. */
  public AgentWire wire() {
    return lanes;
  }

  /** The REST side of it. */
  public AuditRoutes routes(NodeView node) {
    return new AuditRoutes(node, database.transactions(), lanes, sweeps);
  }

  /** What of a site differs, if its stream is at this node. Blocks until its agent has answered. */
  public DriftReport drift(SubcloudId id) {
    return lanes.open().contains(id) ? drift.of(id) : new DriftReport.NotConnected();
  }

  /** What sites hold whose stream is at this node. */
  public SiteContents contents() {
    return contents;
  }

  private void inquire(SubcloudId id, HubFrame frame) {
    lanes.submitToAll(lane -> {
      var session = lane.session(id);
      if (session != null && !session.inquire(frame)) {
        inquiries.ended(id);
      }
    });
  }

  /** What the audits of all sites compare with from now on; an older one than before is ignored. */
  public void refer(AuditReference reference) {
    if (references.become(reference)) {
      lanes.submitToAll(lane -> lane.sessions().forEach(AgentSession::refer));
    }
  }

  /** Whether agents are taken here. */
  public Intake intake() {
    return intake;
  }

  /**
   * Sends up to so many streams elsewhere, soon; without those that {@link Intake#keeps}.
   *
   * @param words for one agent; asked for each, on any lane
   */
  public void sendAway(int most, Supplier<Farewell> words) {
    int each = Math.ceilDiv(most, lanes.size());
    lanes.submitToAll(lane -> {
      for (var session : lane.some(each, intake::keeps)) {
        session.sendAway(words.get());
        intake.left(session.id());
      }
    });
  }

  private void hint() {
    lanes.after(
        HINTS,
        () -> {
          if (!blocking.isShutdown()) {
            blocking.execute(() -> {
              presence.flush();
              hint();
            });
          }
        });
  }

  /** Drains: agents are told to come back elsewhere, spread over time; then everything stops. */
  @Override
  public void close() {
    overtaken.close();
    claims.close();
    var drained = new CountDownLatch(lanes.size());
    lanes.submitToAll(lane -> {
      drain(lane);
      drained.countDown();
    });
    try {
      if (!drained.await(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("drain: a lane did not answer in time");
      }
      listener.stop(DRAIN);
      blocking.shutdownNow();
      if (!blocking.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("hints to other nodes did not end in time");
      }
    } catch (InterruptedException e) {
      blocking.shutdownNow();
      Thread.currentThread().interrupt();
    }
    markEnded();
    loops.close();
    wheel.stop(); // last: whoever is not at its end yet may still ask for a timer
  }

  private void drain(Lane lane) {
    var spread = random.split();
    long most = Math.max(1, config.drainSpread().toMillis());
    for (var session : lane.sessions()) {
      var after = Duration.ofMillis(spread.nextLong(most));
      lane.hub().removed(session.id());
      session.part(GoAway.Reason.DRAINING, "this node stops", after);
    }
  }

  private void markEnded() {
    try {
      int ended =
          database.transactions().inTx(tx -> new ClaimRepository().end(tx, database.incarnation()));
      LOG.info("drained, sessions ended: {}", ended);
    } catch (RuntimeException e) {
      LOG.warn("sessions not marked as ended, the node's lease will tell: {}", e.getMessage());
    }
  }
}
