package io.murmuration.sync.sim.store;

import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.Roster;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The database, modelled like PostgreSQL at READ COMMITTED: a transaction begins (its statement
 * sees a snapshot), waits for the rows it locks, works on the rows as they are then, commits, and
 * answers. A commit may fail, be slow, or succeed and report failure. Survives the hub.
 */
public class SimStore {
  public static final long HUB_ROW = 0;

  public final Roster<SubcloudRow> subclouds = new Roster<>();
  public final TreeMap<Long, Change> changes = new TreeMap<>();
  public final Map<OperationId, Operation> operations = new TreeMap<>();
  public final Map<OperationId, Long> operationSubcloud = new TreeMap<>();
  private final Map<Long, SortedSet<OperationId>> operationsBySubcloud = new HashMap<>();
  protected long seq;
  public long troubleUntil;
  private final World world;
  private final Chance chance;
  private final Set<Long> locked = new LinkedHashSet<>();
  private final List<Tx> waiting = new ArrayList<>();
  private final List<Tx> running = new ArrayList<>();

  public enum End {
    COMMITTED,
    FAILED,
    /** Committed, but the client saw an error. */
    UNKNOWN
  }

  /**
   * @param owner the hub's life that opened it; 0 for clients that outlive the hub
   * @param locks rows it updates
   * @param snapshot what its statement sees before it waits for locks
   * @param work runs with the locks held; returns what becomes visible at commit
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; kept primitive because they are many
  public record Tx(
      int owner, long[] locks, Runnable snapshot, Supplier<Runnable> work, Consumer<End> answer) {}

  public SimStore(World world, Chance chance) {
    this.world = world;
    this.chance = chance;
  }

  public final void transact(Tx tx) {
    Arrays.sort(tx.locks());
    running.add(tx);
    world.after(
        latency(),
        () -> {
          tx.snapshot().run();
          waiting.add(tx);
          serveWaiting();
        });
  }

  private void serveWaiting() {
    for (int i = 0; i < waiting.size(); ) {
      var tx = waiting.get(i);
      if (Arrays.stream(tx.locks()).anyMatch(locked::contains)) {
        i++;
      } else {
        waiting.remove(i);
        Arrays.stream(tx.locks()).forEach(locked::add);
        var commit = tx.work().get();
        world.after(latency(), () -> commit(tx, commit));
      }
    }
  }

  private void commit(Tx tx, Runnable commit) {
    boolean trouble = world.now() < troubleUntil;
    boolean killed = !running.remove(tx);
    boolean fails = killed ? chance.oneIn(2) : trouble && chance.oneIn(3);
    if (!fails) {
      commit.run();
      world.trace("commit", HUB_ROW, seq, tx.locks().length);
    }
    Arrays.stream(tx.locks()).forEach(locked::remove);
    var end = fails ? End.FAILED : trouble && chance.oneIn(4) ? End.UNKNOWN : End.COMMITTED;
    world.after(latency(), () -> tx.answer().accept(end));
    serveWaiting();
  }

  /** The hub's connections are gone: what had sent COMMIT may still commit. */
  public final void clientKilled(int owner) {
    running.removeIf(tx -> tx.owner() == owner);
  }

  private long latency() {
    return world.now() < troubleUntil && chance.oneIn(4)
        ? chance.millis(200, 8000)
        : chance.millis(1, 12);
  }

  public final void order(long subcloud, Operation operation) {
    var id = operation.order().id();
    operations.put(id, operation);
    operationSubcloud.put(id, subcloud);
    operationsBySubcloud.computeIfAbsent(subcloud, _ -> new TreeSet<>()).add(id);
  }

  public final SortedSet<OperationId> operationsOf(long subcloud) {
    return operationsBySubcloud.getOrDefault(subcloud, Collections.emptySortedSet());
  }

  /** The rows a transaction must lock to take a revision. */
  public long[] revisionLocks(long... more) {
    var locks = Arrays.copyOf(more, more.length + 1);
    locks[more.length] = HUB_ROW;
    return locks;
  }

  /** UPDATE hub SET seq = seq + 1 RETURNING seq, under the row's lock: undone with a rollback. */
  public long takeRevision() {
    return seq + 1;
  }

  public final void record(long revision, Change change) {
    seq = Math.max(seq, revision);
    changes.put(revision, change);
  }

  /**
   * The fence of a status write, tested on the row written, after the wait for its lock.
   *
   * @param snapshotEpoch what the statement saw before it waited
   */
  public boolean mayWrite(long epoch, long generation, SubcloudRow row, long snapshotEpoch) {
    return row.epoch == epoch && row.view.generation() == generation;
  }
}
