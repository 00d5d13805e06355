package io.murmuration.sync.sim.store;

import io.murmuration.sync.model.Era;
import io.murmuration.sync.model.History;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.Roster;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The database, modelled like PostgreSQL at READ COMMITTED: a transaction begins (its statement
 * sees a snapshot), waits for the rows it locks, works on the rows as they are then, commits, and
 * answers. A commit may fail, be slow, or succeed and report failure; each client's way to it may
 * be cut, in one direction only too. Survives the hub; may be replaced by an older dump of itself.
 */
public class SimStore {
  public static final long HUB_ROW = 0;
  public static final long LEASE_ROW = -1;

  /** A client that hears nothing gives up. */
  private static final long PATIENCE = 5 * World.SECOND;

  public final Roster<SubcloudRow> subclouds = new Roster<>();
  public final TreeMap<Long, Change> changes = new TreeMap<>();

  /** The audit trail: which revision a request took. */
  public final Map<Long, Long> requests = new TreeMap<>();

  public final Map<OperationId, Operation> operations = new TreeMap<>();
  public final Map<OperationId, Long> operationSubcloud = new TreeMap<>();
  public final List<Era> eras = new ArrayList<>();
  public final LeaseRows leases = new LeaseRows();
  private final Map<Long, SortedSet<OperationId>> operationsBySubcloud = new HashMap<>();
  private final Map<Integer, Path> paths = new HashMap<>();
  protected long seq;
  private int identity = 1;
  public long troubleUntil;
  private final World world;
  private final Chance chance;
  private final Set<Long> locked = new HashSet<>();
  private final List<Tx> waiting = new ArrayList<>();
  private final List<Tx> running = new ArrayList<>();

  public enum End {
    COMMITTED,
    FAILED,
    /** Committed, but the client saw an error. */
    UNKNOWN
  }

  /** A client's way to the database and back; until when, in virtual time. */
  public static final class Path {
    public long requestsLostUntil;
    public long answersLostUntil;

    /** Writes go to this database only; 0: to any. */
    public int believed;
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
    eras.add(new Era(new Lineage(1, "sim"), new Revision(1)));
  }

  public final Path path(int owner) {
    return paths.computeIfAbsent(owner, _ -> new Path());
  }

  public final void transact(Tx tx) {
    Arrays.sort(tx.locks());
    if (world.now() < path(tx.owner()).requestsLostUntil) {
      world.after(PATIENCE, () -> tx.answer().accept(End.FAILED));
      return;
    }
    running.add(tx);
    int opened = identity;
    world.after(
        latency(),
        () -> {
          int believed = path(tx.owner()).believed;
          if (opened == identity && (believed == 0 || believed == identity)) {
            tx.snapshot().run();
            waiting.add(tx);
            serveWaiting();
          } else {
            running.remove(tx);
            tx.answer().accept(End.FAILED);
          }
        });
  }

  private void serveWaiting() {
    for (int i = 0; i < waiting.size(); ) {
      var tx = waiting.get(i);
      if (isBlocked(tx)) {
        i++;
      } else {
        waiting.remove(i);
        for (long lock : tx.locks()) {
          locked.add(lock);
        }
        var commit = tx.work().get();
        int opened = identity;
        world.after(latency(), () -> commit(tx, commit, opened));
      }
    }
  }

  private boolean isBlocked(Tx tx) {
    for (long lock : tx.locks()) {
      if (locked.contains(lock)) {
        return true;
      }
    }
    return false;
  }

  private void commit(Tx tx, Runnable commit, int opened) {
    if (opened != identity) {
      world.after(latency(), () -> tx.answer().accept(End.FAILED));
      return;
    }
    boolean trouble = world.now() < troubleUntil;
    boolean killed = !running.remove(tx);
    boolean fails = killed ? chance.oneIn(2) : trouble && chance.oneIn(3);
    if (!fails) {
      commit.run();
      world.trace(World.COMMIT, HUB_ROW, seq, tx.locks().length);
    }
    for (long lock : tx.locks()) {
      locked.remove(lock);
    }
    boolean unheard = world.now() < path(tx.owner()).answersLostUntil;
    var end =
        fails ? End.FAILED : unheard || (trouble && chance.oneIn(4)) ? End.UNKNOWN : End.COMMITTED;
    world.after(unheard ? PATIENCE : latency(), () -> tx.answer().accept(end));
    serveWaiting();
  }

  /**
   * A query that locks nothing.
   *
   * @param answer given null if it fails or is not heard
   */
  public final <T> void read(int owner, Supplier<T> query, Consumer<@Nullable T> answer) {
    var path = path(owner);
    if (world.now() < path.requestsLostUntil) {
      world.after(PATIENCE, () -> answer.accept(null));
      return;
    }
    world.after(
        latency(),
        () -> {
          boolean fails = world.now() < troubleUntil && chance.oneIn(3);
          boolean unheard = world.now() < path.answersLostUntil;
          var found = fails || unheard ? null : query.get();
          world.after(unheard ? PATIENCE : latency(), () -> answer.accept(found));
        });
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

  public final long seq() {
    return seq;
  }

  /** Tells databases apart: a restored dump is another one, whatever it holds. */
  public final int identity() {
    return identity;
  }

  public final Lineage lineage() {
    return eras.getLast().lineage();
  }

  public final History history() {
    return new History(eras);
  }

  public final Backup backup() {
    return Backup.of(this);
  }

  /** Another database with what the dump holds; all connections are cut. */
  public final void restore(Backup dump) {
    identity++;
    waiting.forEach(tx -> world.after(latency(), () -> tx.answer().accept(End.FAILED)));
    waiting.clear();
    running.clear();
    locked.clear();
    seq = dump.seq();
    for (var row : List.copyOf(subclouds.values())) {
      subclouds.remove(row.id);
    }
    dump.subclouds().forEach(row -> subclouds.put(row.id, row.copy()));
    replace(changes, dump.changes());
    replace(requests, dump.requests());
    operations.clear();
    operationSubcloud.clear();
    operationsBySubcloud.clear();
    dump.operationSubcloud()
        .forEach((id, of) -> {
          var operation = dump.operations().get(id);
          if (operation != null) {
            order(of, operation);
          }
        });
    eras.clear();
    eras.addAll(dump.eras());
    leases.become(dump.leases());
  }

  private static <K, V> void replace(Map<K, V> what, Map<K, V> by) {
    what.clear();
    what.putAll(by);
  }

  /**
   * The fence of a status write, tested on the row written, after the wait for its lock.
   *
   * @param snapshotEpoch what the statement saw before it waited
   */
  public boolean mayWrite(
      SessionEpoch epoch, long generation, SubcloudRow row, @Nullable SessionEpoch snapshotEpoch) {
    return row.isHeldBy(epoch) && row.view.generation() == generation;
  }
}
