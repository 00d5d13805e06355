package io.murmuration.sync.sim;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.operation.AfterCrash;
import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationEvent;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.OperationMachine;
import io.murmuration.sync.operation.Order;
import io.murmuration.sync.operation.Outcome;
import io.murmuration.sync.resource.ItemVersion;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.Change;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.store.SubcloudRow;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What operators do. A change counts as accepted when its commit was answered. */
final class Load {
  static final List<String> TYPES = List.of("dns", "ntp", "trusted-ca", "user");
  private static final int NAMES = 3;

  private final Sim sim;
  private final Chance chance;
  private final Set<Long> accepted = new TreeSet<>();
  private final int groups;
  private long lastId;
  private long lastRequest;

  Load(Sim sim, Chance chance) {
    this.sim = sim;
    this.chance = chance;
    this.groups = Math.max(2, sim.setup.n() / 25);
  }

  /** Revisions of accepted changes. */
  Set<Long> accepted() {
    return accepted;
  }

  /** They were accepted after the dump was taken, by which the database was replaced. */
  void lostAfter(long revision) {
    accepted.removeIf(number -> number > revision);
  }

  long lastId() {
    return lastId;
  }

  void createFleet() {
    for (int i = 0; i < sim.setup.n(); i++) {
      long id = ++lastId;
      var view = new Change.View(anyGroup(), List.of(), !chance.oneIn(20), 1, List.of());
      create(id, view, sim.store.takeRevision(), new SimSite()).start();
    }
  }

  private SimAgent create(long id, Change.View view, long revision, SimSite site) {
    var row = new SubcloudRow(id, view);
    row.journal = "journal-" + id;
    sim.store.subclouds.put(id, row);
    sim.store.record(revision, new Change.Subcloud(id, view, true));
    return sim.enrol(id, site, row.journal);
  }

  void start() {
    double size = sim.setup.n() / 300.0;
    int pace = sim.setup.steady() ? 20 : 1;
    every(25 * pace, this::declareForFleet);
    every(12 * pace, this::declareForGroup);
    every((int) Math.max(1, 6 * pace / size), this::declareForSubcloud);
    every((int) Math.max(1, 15 * pace / size), this::move);
    every((int) Math.max(1, 20 * pace / size), this::manage);
    every((int) Math.max(2, 60 * pace / size), this::recreate);
    every((int) Math.max(1, 6 * pace / size), this::operate);
    every((int) Math.max(1, 25 * pace / size), this::cancel);
    every(90 * pace, () -> atAnyHub(hub -> hub.audit(Scope.FLEET, Kind.PLATFORM)));
    everyAlways(30, this::settleUnknown);
    everyAlways(60, this::retryRefused);
  }

  private void every(int seconds, Runnable act) {
    sim.world.after(
        chance.seconds(1, 2 * seconds + 1),
        () -> {
          if (sim.faultsOn) {
            act.run();
            every(seconds, act);
          }
        });
  }

  void everyAlways(int seconds, Runnable act) {
    sim.world.after(
        seconds * World.SECOND,
        () -> {
          act.run();
          everyAlways(seconds, act);
        });
  }

  private void atAnyHub(Consumer<SimHub> act) {
    var hub = anyHub();
    if (hub != null) {
      hub.in(hub.life(), () -> act.accept(hub));
    }
  }

  /** One that serves clients, if there is any. */
  private @Nullable SimHub anyHub() {
    var up = sim.hubs().stream().filter(SimHub::isUp).toList();
    return up.isEmpty() ? null : up.get(chance.below(up.size()));
  }

  private SubcloudRow anybody() {
    var rows = sim.store.subclouds.values();
    return rows.get(chance.below(rows.size()));
  }

  private long anyGroup() {
    return 1L + chance.below(groups);
  }

  private Scope group() {
    return new Scope.Group(anyGroup());
  }

  private void declareForFleet() {
    declare(Scope.FLEET);
    if (chance.oneIn(3)) {
      declare(group()); // two clients at once
    }
  }

  private void declareForGroup() {
    declare(group());
    if (chance.oneIn(3)) {
      declare(Scope.FLEET);
    }
  }

  private void declareForSubcloud() {
    declare(new Scope.Subcloud(anybody().id));
  }

  private void declare(Scope scope) {
    var kind = Setup.KINDS.get(chance.below(Setup.KINDS.size()));
    int items = 1 + chance.below(3);
    var keys = new TreeSet<ItemKey>();
    for (int i = 0; i < items; i++) {
      keys.add(new ItemKey(TYPES.get(chance.below(TYPES.size())), "item" + chance.below(NAMES)));
    }
    change(
        new long[0],
        revision -> {
          var versions = new ArrayList<ItemVersion>();
          keys.forEach(key -> versions.add(version(key, revision)));
          return () -> sim.store.record(revision, new Change.Desired(scope, kind, versions));
        });
  }

  /** All that is ever declared of a kind. */
  static List<ItemKey> keys() {
    var keys = new ArrayList<ItemKey>();
    for (var type : TYPES) {
      for (int name = 0; name < NAMES; name++) {
        keys.add(new ItemKey(type, "item" + name));
      }
    }
    return keys;
  }

  private ItemVersion version(ItemKey key, long revision) {
    var presence =
        switch (chance.below(10)) {
          case 0, 1 -> Presence.ABSENT;
          case 2, 3 -> Presence.REMOVED;
          default -> Presence.PRESENT;
        };
    var payload = presence == Presence.PRESENT ? Payload.of("v" + revision) : Payload.of("");
    return new ItemVersion(key, new Revision(revision), presence, payload);
  }

  private void move() {
    var id = anybody().id;
    long to = anyGroup();
    change(
        new long[] {id},
        revision -> {
          var row = sim.store.subclouds.get(id);
          if (row == null || row.view.group() == to) {
            return null;
          }
          var former = new ArrayList<>(row.view.former());
          former.remove(Long.valueOf(to));
          former.remove(Long.valueOf(row.view.group()));
          former.add(row.view.group());
          var view = row.view.moved(to, List.copyOf(former));
          return () -> {
            row.view = view;
            sim.store.record(revision, new Change.Subcloud(id, view, true));
          };
        });
  }

  private void manage() {
    var id = anybody().id;
    change(
        new long[] {id},
        revision -> {
          var row = sim.store.subclouds.get(id);
          if (row == null) {
            return null;
          }
          var view = row.view.managed(!row.view.managed());
          return () -> {
            row.view = view;
            row.resetStatuses();
            sim.store.record(revision, new Change.Subcloud(id, view, false));
          };
        });
  }

  /** Deleted and created again under the same name: another id, the same site. */
  private void recreate() {
    var id = anybody().id;
    change(
        new long[] {id},
        revision -> {
          var agent = sim.agent(id);
          if (agent == null || !sim.store.subclouds.contains(id)) {
            return null;
          }
          return () -> {
            sim.store.subclouds.remove(id);
            sim.store.record(revision, new Change.Deleted(id));
            sim.forget(id);
            sim.world.after(chance.seconds(1, 20), () -> createAgain(agent.site));
          };
        });
  }

  void createAgain(SimSite site) {
    change(
        new long[0],
        revision -> {
          long id = ++lastId;
          var view = new Change.View(anyGroup(), List.of(), true, 1, List.of());
          return () -> create(id, view, revision, site).start();
        });
  }

  private void operate() {
    var id = anybody().id;
    var operation = new OperationId(chance.random().nextLong(), chance.random().nextLong());
    var afterCrash = chance.oneIn(2) ? AfterCrash.PROBE : AfterCrash.UNKNOWN;
    change(
        new long[] {id},
        revision -> {
          if (!sim.store.subclouds.contains(id)) {
            return null;
          }
          var order =
              new Order(
                  operation,
                  "reboot",
                  Payload.of("{}"),
                  !chance.oneIn(4),
                  afterCrash,
                  sim.store.lineage().hubEpoch());
          return () -> {
            sim.store.order(id, Operation.created(order));
            sim.store.record(revision, new Change.Operation(id, operation));
          };
        });
  }

  private void cancel() {
    for (var entry : sim.store.operations.entrySet()) {
      if (entry.getValue().stage().isOpen() && chance.oneIn(3)) {
        decide(entry.getKey(), new OperationEvent.CancelAsked());
        return;
      }
    }
  }

  /** The operator looks at the site and settles what nobody could tell. */
  private void settleUnknown() {
    for (var entry : List.copyOf(sim.store.operations.entrySet())) {
      if (entry.getValue().stage() instanceof Operation.Stage.OutcomeUnknown) {
        long id = sim.store.operationSubcloud.getOrDefault(entry.getKey(), 0L);
        var outcome = sim.effects(id, entry.getKey()) > 0 ? Outcome.SUCCEEDED : Outcome.CANCELLED;
        decide(entry.getKey(), new OperationEvent.FoundOut(outcome, "looked"));
      }
    }
  }

  /** The node that has the subcloud's stream hears of it as of any change. */
  private void decide(OperationId operation, OperationEvent event) {
    long id = sim.store.operationSubcloud.getOrDefault(operation, 0L);
    change(
        new long[] {id},
        revision -> {
          var row = sim.store.operations.get(operation);
          if (row == null) {
            return null;
          }
          var next = OperationMachine.step(row, event).next();
          return () -> {
            sim.invariants.operationStored(id, row, next);
            sim.store.operations.put(operation, next);
            sim.store.record(revision, new Change.Operation(id, operation));
          };
        });
  }

  private void retryRefused() {
    for (var agent : List.copyOf(sim.agents())) {
      var stream = agent.stream();
      for (var applier : agent.appliers()) {
        if (stream != null && !applier.durable().refusals().isEmpty()) {
          stream.hub.in(stream.hubLife, () -> stream.hub.retry(agent.id, applier.kind));
        }
      }
    }
  }

  /**
   * A request that takes a revision; {@code work} returns null to refuse. If its outcome is not
   * heard, it is looked up before the client is answered.
   */
  void change(long[] locks, LongFunction<@Nullable Runnable> work) {
    var hub = anyHub();
    if (hub == null) {
      return;
    }
    long request = ++lastRequest;
    int database = sim.store.identity();
    var taken = new long[1];
    sim.store.transact(
        new SimStore.Tx(
            hub.life(),
            sim.store.revisionLocks(locks),
            () -> {},
            () -> {
              long revision = sim.store.takeRevision();
              var commit = work.apply(revision);
              if (commit == null) {
                return () -> {};
              }
              return () -> {
                taken[0] = revision;
                sim.store.requests.put(request, revision);
                commit.run();
              };
            },
            end -> {
              if (sim.store.identity() == database) {
                answered(hub, request, taken[0], end);
              }
            }));
  }

  private void answered(SimHub hub, long request, long taken, SimStore.End end) {
    if (end == SimStore.End.COMMITTED) {
      if (taken > 0) {
        accepted.add(taken);
      }
    } else if (sim.variant.looksUp()) {
      lookUp(request, sim.store.identity());
    } else {
      sim.invariants.refused(request);
    }
    if (hub.isUp() && chance.oneIn(2)) {
      hub.in(hub.life(), () -> hub.reader().nudge());
    }
  }

  /** The insert of the same request id waits for the lost transaction to end. */
  private void lookUp(long request, int database) {
    sim.store.transact(
        new SimStore.Tx(
            0,
            new long[] {SimStore.HUB_ROW},
            () -> {},
            () -> () -> {},
            end -> {
              Long revision = sim.store.requests.get(request);
              if (end != SimStore.End.COMMITTED || sim.store.identity() != database) {
                return; // said to be unknown
              }
              if (revision == null) {
                sim.invariants.refused(request);
              } else {
                accepted.add(revision);
              }
            }));
  }
}
