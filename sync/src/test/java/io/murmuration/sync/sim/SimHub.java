package io.murmuration.sync.sim;

import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.hub.HubLane;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindMachine;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.hub.SessionStart;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.AgentLink;
import io.murmuration.sync.port.Timers;
import io.murmuration.sync.resource.PushContent;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.sim.store.Change;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One central node: everything in it is lost at a kill, and built again from the store, but for the
 * file in which it remembers how far the database was. Its clock is its own.
 */
final class SimHub implements AgentLink, Timers {
  final int node;
  private final Sim sim;
  private int life;
  private boolean running;
  private long frozenUntil;
  private long longestWay;
  private long clockOffset;
  private double clockRate = 1;
  private @Nullable HubLane lane;
  private LaneWatch watch;
  private SimReader.Memory memory = SimReader.Memory.NOTHING;
  private SimReader reader;
  private SimClaims claims;
  private SimStatusWriter writer;
  private SimOperations operations;
  private SimLive live;
  private final Map<Long, SimStream> streams = new LinkedHashMap<>();
  private boolean held;
  private long questions;

  /** What a heartbeat says of one kind: when the site was last read, and why not since. */
  record Look(Kind kind, Duration age, String lastTry) {}

  SimHub(Sim sim, int node) {
    this.sim = sim;
    this.node = node;
    this.watch = new LaneWatch(sim, this);
    this.reader = new SimReader(sim, this);
    this.claims = new SimClaims(sim, this);
    this.writer = new SimStatusWriter(sim, this);
    this.operations = new SimOperations(sim, this);
    this.live = new SimLive(sim, this);
  }

  /** The process starts; it serves once it has read the database. */
  void start() {
    if (running) {
      return;
    }
    running = true;
    life = sim.nextLife();
    clockOffset = sim.skew.offset();
    clockRate = sim.skew.rate();
    watch = new LaneWatch(sim, this);
    reader = new SimReader(sim, this);
    claims = new SimClaims(sim, this);
    writer = new SimStatusWriter(sim, this);
    operations = new SimOperations(sim, this);
    live = new SimLive(sim, this);
    streams.clear();
    held = false;
    reader.poll();
  }

  /** The image is there. */
  void serve() {
    var machine = sim.variant.hub(new KindMachine(sim.setup.retry()));
    lane =
        new HubLane(
            sim.setup.lane(), machine, new HubLane.Ports(this, writer, image(), this, watch));
    live.start();
    new SimDuty(sim, this).start();
    tick();
  }

  /** SIGKILL: nothing but the store survives. Streams die with it. */
  void kill() {
    if (!running) {
      return;
    }
    running = false;
    frozenUntil = 0;
    sim.store.clientKilled(life);
    for (var stream : List.copyOf(streams.values())) {
      stream.hubEndGone();
    }
    streams.clear();
    lane = null;
    sim.world.trace("hub killed", 0, life, node);
  }

  /** SIGSTOP until then: what arrives waits in its order, and the clocks go on. */
  void freeze(long until) {
    if (running && !isFrozen()) {
      frozenUntil = until + 1; // apart from everything else that happens then
      sim.world.trace("hub frozen", 0, life, until - sim.world.now());
    }
  }

  /** How long a message between nodes was on its way: its age when it was taken. */
  void wasUnderWay(long nanos) {
    longestWay = Math.max(longestWay, nanos);
  }

  long longestWay() {
    return longestWay;
  }

  boolean isFrozen() {
    return sim.world.now() < frozenUntil;
  }

  int life() {
    return life;
  }

  /** Whether it serves agents and clients. */
  boolean isUp() {
    return running && lane != null;
  }

  boolean isAlive(int which) {
    return running && life == which;
  }

  @Nullable HubLane lane() {
    return lane;
  }

  LaneWatch watch() {
    return watch;
  }

  SimStatusWriter writer() {
    return writer;
  }

  SimReader reader() {
    return reader;
  }

  SimLive live() {
    return live;
  }

  SimOperations operations() {
    return operations;
  }

  HubImage image() {
    return reader.image();
  }

  SimReader.Memory memory() {
    return memory;
  }

  void remember(SimReader.Memory seen) {
    memory = seen;
    sim.store.path(life).believed = seen.identity();
  }

  @Nullable SimStream stream(long id) {
    return streams.get(id);
  }

  /** In the process of that life: not when it is dead, later when it is frozen. */
  void in(int which, Runnable run) {
    if (isAlive(which)) {
      if (isFrozen()) {
        sim.world.after(frozenUntil - sim.world.now(), () -> in(which, run));
      } else {
        run.run();
      }
    }
  }

  private HubLane core() {
    if (lane == null) {
      throw new IllegalStateException("the hub is down");
    }
    return lane;
  }

  // --- streams

  void hello(SimClaims.Hello hello) {
    claims.hello(hello);
  }

  void opened(SimStream stream, SessionStart start) {
    streams.put(stream.agent.id, stream);
    stream.toAgent(() -> stream.agent.welcomed(stream));
    core().opened(start);
    watch.after(stream.agent.id);
    if (stream.hello != null) {
      watch.verdictHeard(stream, stream.hello.verdict());
    }
    operations.connected(stream);
  }

  void streamClosed(SimStream stream) {
    var epoch = stream.epoch;
    var current = streams.get(stream.agent.id);
    if (current == stream) {
      streams.remove(stream.agent.id);
    }
    if (epoch != null && isUp()) {
      var id = new SubcloudId(stream.agent.id);
      core().closed(id, sim.variant.closed(epoch, core().epoch(id)));
      watch.after(stream.agent.id);
    }
  }

  void heartbeat(SimStream stream, SiteVerdict verdict, List<Look> looks) {
    var epoch = stream.epoch;
    if (epoch != null) {
      var id = new SubcloudId(stream.agent.id);
      core().heartbeat(id, epoch, sim.variant.heard(verdict));
      for (var look : looks) {
        core().observed(id, epoch, look.kind(), look.age(), look.lastTry());
        live.observed(stream.agent.id, look);
      }
      watch.after(0);
      watch.verdictHeard(stream, verdict);
    }
  }

  void unreadable(SimStream stream, Kind kind, String why) {
    var epoch = stream.epoch;
    if (epoch != null) {
      core().unreadable(new SubcloudId(stream.agent.id), epoch, kind, why);
      watch.after(stream.agent.id);
    }
  }

  void observed(SimStream stream, Kind kind, Holding holding, Duration age) {
    var epoch = stream.epoch;
    if (epoch != null) {
      boolean ancestor = !stream.strange.contains(kind);
      core().seen(new SubcloudId(stream.agent.id), epoch, kind, holding, ancestor, age);
      watch.after(stream.agent.id);
    }
  }

  void answered(SimStream stream, Kind kind, long attempt, Answer answer) {
    var epoch = stream.epoch;
    if (epoch != null) {
      core().answered(new SubcloudId(stream.agent.id), epoch, kind, attempt, answer);
      watch.after(stream.agent.id);
    }
  }

  void ready(SimStream stream) {
    var epoch = stream.epoch;
    if (epoch != null && stream.openAtHub && isAlive(stream.hubLife)) {
      core().streamReady(new SubcloudId(stream.agent.id), epoch);
      watch.after(stream.agent.id);
    }
  }

  /** A stream that ended while it was claimed: its subcloud goes offline in time. */
  void openedAndGone(SimStream stream, SessionStart start) {
    var older = streams.remove(stream.agent.id);
    if (older != null) {
      older.hubEndGone();
    }
    core().opened(start);
    core().closed(start.id(), start.epoch());
    watch.after(stream.agent.id);
  }

  /** The agent is told to come back, maybe to another node. */
  void goAway(SimStream stream) {
    if (streams.remove(stream.agent.id, stream) && stream.epoch != null) {
      stream.hubEndGone();
      core().closed(new SubcloudId(stream.agent.id), stream.epoch);
      watch.after(stream.agent.id);
    }
  }

  private void end(long id) {
    var stream = streams.remove(id);
    if (stream != null) {
      stream.hubEndGone();
    }
    core().removed(new SubcloudId(id));
    watch.after(id);
  }

  // --- changes

  void changed(Change change) {
    switch (change) {
      case Change.Desired(var scope, _, _) -> core().wantedMoved(scope);
      case Change.Subcloud(var id, _, _) -> inputsChanged(id);
      case Change.Deleted(var id) -> {
        end(id);
        live.forget(id);
      }
      case Change.Operation(var id, var operation) -> operations.changed(id, operation);
    }
    watch.after(0);
  }

  /** Another history began: sessions, and what is shown of them, belong to the former one. */
  void beginAnew() {
    kill();
    start();
  }

  private void inputsChanged(long id) {
    var view = image().view(id);
    var stream = streams.get(id);
    if (view != null && stream != null) {
      core().inputsChanged(new SubcloudId(id), inputs(view, stream), view.group());
    }
  }

  static Inputs inputs(Change.View view, SimStream stream) {
    var overridden = EnumSet.noneOf(Kind.class);
    for (var forced : view.forced()) {
      var said = stream.hello;
      if (said != null
          && said.lineage(forced.kind()).equals(forced.lineage())
          && said.held(forced.kind()).equals(forced.held())) {
        overridden.add(forced.kind());
      }
    }
    return new Inputs(
        view.generation(), view.managed(), true, null, null, DriftPolicy.ENFORCE, overridden);
  }

  /** Another session has the subcloud by now. */
  void supersede(long id, SessionEpoch newest) {
    var mine = core().epoch(new SubcloudId(id));
    if (mine != null && mine.compareTo(newest) < 0) {
      end(id);
    }
  }

  /** A status write was refused, and what was the reason is read by now. */
  void reportAgain(long id) {
    inputsChanged(id);
    core().reportAgain(new SubcloudId(id));
    watch.after(id);
  }

  void audit(Scope scope, Kind kind) {
    core().audit(scope, kind, true);
  }

  void retry(long id, Kind kind) {
    core().retry(new SubcloudId(id), kind);
    watch.after(id);
  }

  // --- ports

  /** What may not be sent while the image is stale is sent after that. */
  void hold() {
    held = true;
  }

  private void tick() {
    int now = life;
    if (held && !reader.isStale()) {
      held = false;
      for (var stream : List.copyOf(streams.values())) {
        ready(stream);
        operations.connected(stream);
      }
    }
    sim.world.after(World.SECOND, () -> in(now, this::tick));
  }

  @Override
  public boolean push(SubcloudId id, SessionEpoch epoch, Kind kind, Effect.Push push) {
    var stream = streams.get(id.value());
    if (stream == null || !epoch.equals(stream.epoch)) {
      return true; // its end is on the way
    }
    if (reader.isStale()) {
      hold();
      return false;
    }
    if (sim.world.now() < stream.frozenUntil) {
      if (!stream.waitsForReady) {
        stream.waitsForReady = true;
        sim.world.after(
            stream.frozenUntil - sim.world.now(),
            () -> {
              stream.waitsForReady = false;
              in(stream.hubLife, () -> ready(stream));
            });
      }
      return false;
    }
    var content =
        push.full()
            ? PushContent.full(push.wanted())
            : PushContent.since(push.wanted(), push.from());
    sim.invariants.pushed(stream, kind, push, content);
    var order =
        new PushOrder(
            push.attempt(),
            stream.lineage,
            content.from(),
            push.wanted().revision(),
            content.full(),
            push.retryRefused(),
            push.wanted().digest(),
            content.items().stream()
                .map(item -> new PushOrder.Entry(item.key(), item.payload()))
                .toList(),
            content.deletions());
    stream.toAgent(() -> stream.agent.pushed(kind, order));
    return true;
  }

  @Override
  public void ask(SubcloudId id, SessionEpoch epoch, Kind kind, boolean bypassCache) {
    var stream = streams.get(id.value());
    if (stream != null && epoch.equals(stream.epoch) && sim.world.now() >= stream.frozenUntil) {
      long question = ++questions;
      stream.toAgent(() -> stream.agent.asked(kind, question, bypassCache));
    }
  }

  @Override
  public void cutSilent(SubcloudId id, SessionEpoch epoch) {
    var stream = streams.get(id.value());
    if (stream != null && epoch.equals(stream.epoch)) {
      streams.remove(id.value());
      stream.hubEndGone();
    }
  }

  @Override
  public long nowNanos() {
    return clockOffset + (long) (sim.world.now() * clockRate);
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    int now = life;
    return sim.world.after(
        (long) Math.ceil(delay.toNanos() / clockRate),
        () ->
            in(
                now,
                () -> {
                  task.run();
                  watch.after(0);
                }));
  }

  @Override
  public Duration jittered(Duration base) {
    return base.dividedBy(2).plusNanos((long) (base.toNanos() * sim.jitter.random().nextDouble()));
  }

  static LaneConfig lane(int n, Duration unobservedAfter) {
    var base = LaneConfig.DEFAULT;
    return new LaneConfig(
        Math.max(8, n / 10),
        base.permitHold(),
        base.pushTimeout(),
        base.cutAfter(),
        base.offlineAfter(),
        unobservedAfter);
  }
}
