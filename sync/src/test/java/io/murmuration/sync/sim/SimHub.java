package io.murmuration.sync.sim;

import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.hub.HubLane;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindMachine;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.hub.SessionStart;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.AgentLink;
import io.murmuration.sync.port.Timers;
import io.murmuration.sync.resource.PushContent;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.sim.store.Change;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The central node: everything in it is lost at a kill, and built again from the store. */
final class SimHub implements AgentLink, Timers {
  static final Lineage LINEAGE = new Lineage(1, "sim");
  static final long HUB_EPOCH = 1;
  private static final long POLL = World.SECOND;
  private static final long ORPHANS_AFTER = 45 * World.SECOND;

  private final Sim sim;
  private int life;
  private boolean up;
  private @Nullable HubLane lane;
  private HubImage image;
  private SimStatusWriter writer;
  private SimOperations operations;
  private final Map<Long, SimStream> streams = new LinkedHashMap<>();
  private List<Hello> hellos = new ArrayList<>();
  private boolean claiming;
  private long questions;

  /** What an agent says first. */
  record Hello(
      SimStream stream,
      long id,
      String journal,
      long dial,
      SiteVerdict verdict,
      Map<Kind, Holding> holdings,
      Map<Kind, Duration> ages,
      Lineage lineage) {}

  /** What a heartbeat says of one kind: when the site was last read, and why not since. */
  record Look(Kind kind, Duration age, String lastTry) {}

  SimHub(Sim sim) {
    this.sim = sim;
    this.image = new HubImage(sim.digester);
    this.writer = new SimStatusWriter(sim, this);
    this.operations = new SimOperations(sim, this);
  }

  void start() {
    life++;
    up = true;
    image = new HubImage(sim.digester);
    sim.store.changes.forEach(image::apply); // one REPEATABLE READ transaction
    writer = new SimStatusWriter(sim, this);
    operations = new SimOperations(sim, this);
    hellos = new ArrayList<>();
    claiming = false;
    streams.clear();
    var machine = sim.variant.hub(new KindMachine(sim.setup.retry()));
    lane =
        new HubLane(
            sim.setup.lane(),
            machine,
            new HubLane.Ports(this, writer, image, this, sim.invariants));
    sim.invariants.hubStarted(lane);
    poll(life);
    int now = life;
    sim.world.after(ORPHANS_AFTER, () -> ifAlive(now, this::claimOrphans));
  }

  /** SIGKILL: nothing but the store survives. Streams die with it. */
  void kill() {
    if (!up) {
      return;
    }
    up = false;
    sim.store.clientKilled(life);
    for (var stream : List.copyOf(streams.values())) {
      stream.hubEndGone();
    }
    streams.clear();
    lane = null;
    sim.invariants.hubKilled();
    sim.world.trace("hub killed", 0, life, 0);
  }

  int life() {
    return life;
  }

  boolean isUp() {
    return up;
  }

  boolean isAlive(int which) {
    return up && life == which;
  }

  @Nullable HubLane lane() {
    return lane;
  }

  SimStatusWriter writer() {
    return writer;
  }

  HubImage image() {
    return image;
  }

  @Nullable SimStream stream(long id) {
    return streams.get(id);
  }

  private void ifAlive(int which, Runnable run) {
    if (isAlive(which)) {
      run.run();
    }
  }

  private HubLane live() {
    if (lane == null) {
      throw new IllegalStateException("the hub is down");
    }
    return lane;
  }

  // --- streams

  void hello(Hello hello) {
    hellos.add(hello);
    if (!claiming) {
      claiming = true;
      int now = life;
      sim.world.after(30 * World.MILLI, () -> ifAlive(now, this::claim));
    }
  }

  private void claim() {
    var batch = hellos;
    hellos = new ArrayList<>();
    var won = new LinkedHashMap<SimStream, Hello>();
    int now = life;
    sim.store.transact(
        new SimStore.Tx(
            now,
            batch.stream().mapToLong(Hello::id).distinct().toArray(),
            () -> {},
            () -> () -> batch.forEach(hello -> claimRow(hello, won, now)),
            end -> ifAlive(now, () -> claimed(end, batch, won))));
  }

  private void claimRow(Hello hello, Map<SimStream, Hello> won, int now) {
    var row = sim.store.subclouds.get(hello.id());
    if (row == null || !row.journal.equals(hello.journal()) || hello.dial() <= row.dial) {
      return;
    }
    row.dial = hello.dial();
    row.hubLife = now;
    row.epoch++;
    hello.stream().epoch = new SessionEpoch(HUB_EPOCH, row.epoch);
    hello.stream().saidUp = row.online;
    won.put(hello.stream(), hello);
  }

  private void claimed(SimStore.End end, List<Hello> batch, Map<SimStream, Hello> won) {
    for (var hello : batch) {
      var stream = hello.stream();
      if (end == SimStore.End.COMMITTED && won.containsKey(stream)) {
        accept(hello);
      } else {
        stream.hubEndGone(); // not claimed, or nobody knows: the next dial has a higher number
      }
    }
    claiming = !hellos.isEmpty();
    if (claiming) {
      claim();
    }
  }

  private void accept(Hello hello) {
    var stream = hello.stream();
    var epoch = stream.epoch;
    var view = image.view(hello.id());
    if (epoch == null || view == null || !stream.openAtHub) {
      stream.hubEndGone(); // deleted, not yet read, or gone again while it was claimed
      return;
    }
    streams.put(hello.id(), stream);
    stream.toAgent(() -> stream.agent.welcomed(stream));
    var id = new SubcloudId(hello.id());
    boolean ancestor =
        hello.holdings().values().stream()
            .allMatch(holding -> sim.history.knows(hello.lineage(), holding.revision()));
    live()
        .opened(
            new SessionStart(
                id,
                epoch,
                view.group(),
                new Inputs(view.generation(), view.managed(), true, null),
                stream.saidUp,
                sim.variant.heard(hello.verdict()),
                hello.holdings(),
                hello.ages(),
                ancestor,
                false));
    sim.invariants.after(hello.id());
    sim.invariants.verdictHeard(stream, hello.verdict());
    operations.connected(hello.id(), hello.journal());
  }

  void streamClosed(SimStream stream) {
    var epoch = stream.epoch;
    var current = streams.get(stream.agent.id);
    if (current == stream) {
      streams.remove(stream.agent.id);
    }
    if (epoch != null && up) {
      var believed = sim.variant.closed(epoch, live().epoch(new SubcloudId(stream.agent.id)));
      live().closed(new SubcloudId(stream.agent.id), believed);
      sim.invariants.after(stream.agent.id);
    }
  }

  void heartbeat(SimStream stream, SiteVerdict verdict, List<Look> looks) {
    var epoch = stream.epoch;
    if (epoch != null) {
      var id = new SubcloudId(stream.agent.id);
      live().heartbeat(id, epoch, sim.variant.heard(verdict));
      for (var look : looks) {
        live().observed(id, epoch, look.kind(), look.age(), look.lastTry());
      }
      sim.invariants.after(0);
      sim.invariants.verdictHeard(stream, verdict);
    }
  }

  void unreadable(SimStream stream, Kind kind, String why) {
    var epoch = stream.epoch;
    if (epoch != null) {
      live().unreadable(new SubcloudId(stream.agent.id), epoch, kind, why);
      sim.invariants.after(stream.agent.id);
    }
  }

  void observed(SimStream stream, Kind kind, Holding holding, Lineage lineage, Duration age) {
    var epoch = stream.epoch;
    if (epoch != null) {
      boolean ancestor = sim.history.knows(lineage, holding.revision());
      live().seen(new SubcloudId(stream.agent.id), epoch, kind, holding, ancestor, age);
      sim.invariants.after(stream.agent.id);
    }
  }

  void answered(SimStream stream, Kind kind, long attempt, Answer answer) {
    var epoch = stream.epoch;
    if (epoch != null) {
      live().answered(new SubcloudId(stream.agent.id), epoch, kind, attempt, answer);
      sim.invariants.after(stream.agent.id);
    }
  }

  SimOperations operations() {
    return operations;
  }

  void ready(SimStream stream) {
    var epoch = stream.epoch;
    if (epoch != null && stream.openAtHub && isAlive(stream.hubLife)) {
      live().streamReady(new SubcloudId(stream.agent.id), epoch);
      sim.invariants.after(stream.agent.id);
    }
  }

  // --- changes

  private void poll(int now) {
    ifAlive(
        now,
        () -> {
          readChanges();
          sim.world.after(POLL, () -> poll(now));
        });
  }

  /** Each second, and on a nudge: everything beyond the last number read. */
  void readChanges() {
    for (var entry : List.copyOf(sim.store.changes.tailMap(image.seq, false).entrySet())) {
      image.apply(entry.getKey(), entry.getValue());
      react(entry.getValue());
    }
  }

  private void react(Change change) {
    switch (change) {
      case Change.Desired(var scope, _, _) -> live().wantedMoved(scope);
      case Change.Subcloud(var id, _, _) -> inputsChanged(id);
      case Change.Deleted(var id) -> {
        var stream = streams.remove(id);
        if (stream != null) {
          stream.hubEndGone();
        }
        live().removed(new SubcloudId(id));
      }
      case Change.Operation(var id, var operation) -> operations.ordered(id, operation);
    }
    sim.invariants.after(0);
  }

  private void inputsChanged(long id) {
    var view = image.view(id);
    if (view != null) {
      live()
          .inputsChanged(
              new SubcloudId(id),
              new Inputs(view.generation(), view.managed(), true, null),
              view.group());
    }
  }

  /** A newer session or generation has the row: if it is the generation, say again under it. */
  void statusLost(long id) {
    var row = sim.store.subclouds.get(id);
    var view = image.view(id);
    var epoch = live().epoch(new SubcloudId(id));
    if (row != null && view != null && epoch != null && epoch.number() == row.epoch) {
      inputsChanged(id);
      sim.invariants.after(id);
    }
  }

  /** Subclouds that a dead life held and that did not come back: offline. */
  private void claimOrphans() {
    int now = life;
    var orphans =
        sim.store.subclouds.values().stream()
            .filter(row -> row.hubLife != now)
            .mapToLong(row -> row.id)
            .toArray();
    sim.store.transact(
        new SimStore.Tx(
            now,
            orphans,
            () -> {},
            () ->
                () -> {
                  for (long id : orphans) {
                    var row = sim.store.subclouds.get(id);
                    if (row != null && row.hubLife != now) {
                      row.hubLife = now;
                      row.epoch++;
                      row.online = false;
                      row.resetStatuses();
                    }
                  }
                },
            end -> {
              if (end != SimStore.End.COMMITTED) {
                sim.world.after(World.SECOND, () -> ifAlive(now, this::claimOrphans));
              }
            }));
  }

  void audit(Scope scope, Kind kind) {
    live().audit(scope, kind, true);
  }

  void retry(long id, Kind kind) {
    live().retry(new SubcloudId(id), kind);
    sim.invariants.after(id);
  }

  // --- ports

  @Override
  public boolean push(SubcloudId id, SessionEpoch epoch, Kind kind, Effect.Push push) {
    var stream = streams.get(id.value());
    if (stream == null || !epoch.equals(stream.epoch)) {
      return true; // its end is on the way
    }
    if (sim.world.now() < stream.frozenUntil) {
      if (!stream.waitsForReady) {
        stream.waitsForReady = true;
        sim.world.after(
            stream.frozenUntil - sim.world.now(),
            () -> {
              stream.waitsForReady = false;
              ready(stream);
            });
      }
      return false;
    }
    var content =
        push.full()
            ? PushContent.full(push.wanted())
            : PushContent.since(push.wanted(), push.from());
    sim.invariants.pushed(id.value(), kind, push.attempt(), content);
    var order =
        new PushOrder(
            push.attempt(),
            LINEAGE,
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
    return sim.world.now();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    int now = life;
    return sim.world.after(
        delay.toNanos(),
        () ->
            ifAlive(
                now,
                () -> {
                  task.run();
                  sim.invariants.after(0);
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
