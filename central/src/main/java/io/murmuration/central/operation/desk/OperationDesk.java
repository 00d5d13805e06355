package io.murmuration.central.operation.desk;

import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.Report;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings operations to the sessions of this node and stores what agents report: one thread, a few
 * statements for whatever has gathered. Sessions only leave word and go on. While the database is
 * away word waits, coalesced; nothing is sent, and no end is acknowledged, before its commit.
 *
 * <p>It also cancels, every few seconds, what should have started by now, of any subcloud: each
 * node does, rows that another one has locked are skipped.
 */
public final class OperationDesk implements SessionOperations, ChangeListener, AutoCloseable {
  /** Of one subcloud: what is ordered beyond waits as rows. */
  public static final int MOST_IN_FLIGHT = 8;

  private static final Logger LOG = LoggerFactory.getLogger(OperationDesk.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration FLUSH = Duration.ofSeconds(5);
  private static final int MOST_EXPIRED = 1_000;

  private final Timing timing;
  private final Transactions transactions;
  private final Operations operations;
  private final DeskWork work;
  private final LiveProgress progress;
  private final LongSupplier nanoClock;
  private final Faults faults;
  private final DeskQueue queue = new DeskQueue();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean closing;

  /**
   * @param linger word gathers so long for one batch
   * @param expire how often deadlines are looked at
   * @param pause after a failure, doubled by each further one
   */
  public record Timing(Duration linger, Duration expire, Duration pause) {
    public static final Timing USUAL =
        new Timing(Duration.ofMillis(10), Duration.ofSeconds(5), Duration.ofMillis(100));
  }

  /**
   * What it works with.
   *
   * @param seal opens arguments that hold secrets
   */
  public record Ports(
      Transactions transactions, Operations operations, ArgumentSeal seal, LiveProgress progress) {}

  /**
   * @param nanoClock monotonic
   */
  public OperationDesk(Timing timing, Ports ports, LongSupplier nanoClock, Faults faults) {
    this.timing = timing;
    this.transactions = ports.transactions();
    this.operations = ports.operations();
    this.work = new DeskWork(ports.seal(), ports.progress());
    this.progress = ports.progress();
    this.nanoClock = nanoClock;
    this.faults = faults;
  }

  /** Begins to work. Word is taken before that too. Once. */
  public void start(AgentWire wire) {
    lock.lock();
    try {
      if (thread != null) {
        throw new IllegalStateException("operation desk: started (expected: once)");
      }
      thread = Thread.ofPlatform().name("operations").daemon(true).start(() -> run(wire));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void opened(OpenSession session, List<Report> inFlight) {
    tell(() -> queue.opened(session, inFlight));
  }

  @Override
  public void reported(OpenSession session, Report report) {
    if (!progress.told(session.subcloud(), report)) {
      tell(() -> queue.reported(session, report));
    }
  }

  @Override
  public void ended(OpenSession session) {
    tell(() -> {
      if (queue.ended(session)) {
        progress.ended(Set.of(session.subcloud()));
      }
    });
  }

  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    var subclouds = new ArrayList<SubcloudId>();
    boolean ordered = false;
    for (var change : changes) {
      ordered |= change.what() == ChangeKind.OPERATION;
      if (change.what() == ChangeKind.SUBCLOUD
          && change.scope() instanceof Scope.Subcloud(var id)) {
        subclouds.add(new SubcloudId(id)); // it may be held no longer; only its row says so
      }
    }
    boolean all = ordered;
    if (all || !subclouds.isEmpty()) {
      tell(() -> {
        queue.lookWhole(subclouds);
        if (all) {
          queue.lookAtAll();
        }
      });
    }
  }

  @Override
  public void reloaded(Revision appliedUpTo) {
    tell(queue::lookAtAll);
  }

  private void tell(Runnable word) {
    lock.lock();
    try {
      word.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run(AgentWire wire) {
    var pause = Duration.ZERO;
    long expired = nanoClock.getAsLong();
    try {
      while (true) {
        var batch = next(pause, expired + timing.expire().toNanos());
        if (batch == null) {
          return;
        }
        boolean done = handle(batch, wire);
        if (nanoClock.getAsLong() - expired >= timing.expire().toNanos()) {
          done &= expire();
          expired = nanoClock.getAsLong();
        }
        pause = done ? Duration.ZERO : longer(pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("operations end");
    }
  }

  private Duration longer(Duration pause) {
    var next = pause.isZero() ? timing.pause() : pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  /** Waits for word or for the next look at deadlines; null when closing and nothing waits. */
  private DeskQueue.@Nullable Batch next(Duration pause, long expireAt)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long from = nanoClock.getAsLong() + pause.toNanos();
      for (long left = leftNanos(from, expireAt); left > 0; left = leftNanos(from, expireAt)) {
        changed.awaitNanos(left);
      }
      if (closing && queue.isEmpty()) {
        return null;
      }
      if (!closing && !queue.isEmpty()) {
        linger();
      }
      return queue.take();
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until there is something to do; a pause holds also when closing. */
  private long leftNanos(long from, long expireAt) {
    long now = nanoClock.getAsLong();
    if (closing && queue.isEmpty()) {
      return 0;
    }
    boolean idle = queue.isEmpty() && !closing;
    return Math.max(from - now, idle ? expireAt - now : 0);
  }

  /** Word that comes meanwhile joins the batch. */
  private void linger() throws InterruptedException {
    long left = timing.linger().toNanos();
    while (left > 0 && !closing) {
      left = changed.awaitNanos(left);
    }
  }

  private boolean handle(DeskQueue.Batch batch, AgentWire wire) {
    try {
      var todo = batch.lookAtAll() ? withWaiting(batch) : batch;
      each(work.offers(todo, this::session), DeskWork.Offers::halves, work::offer, wire);
      each(work.reports(todo), DeskWork::halves, work::report, wire);
      return true;
    } catch (RuntimeException e) {
      failed(e);
      lock.lock();
      try {
        queue.putBack(batch);
      } finally {
        lock.unlock();
      }
      return false;
    }
  }

  /**
   * A transaction for each part. What the database does not take is found by halving, and given up
   * alone.
   */
  private <P> void each(
      List<P> parts,
      Function<P, List<P>> halves,
      BiFunction<Tx, P, DeskWork.Done> step,
      AgentWire wire) {
    var left = new ArrayDeque<>(parts);
    for (var part = left.poll(); part != null; part = left.poll()) {
      var next = part;
      try {
        sent(transactions.inTx(tx -> step.apply(tx, next)), wire);
      } catch (RuntimeException e) {
        if (DatabaseFailures.isAway(e)) {
          throw e;
        }
        var smaller = halves.apply(next);
        smaller.forEach(left::push);
        if (smaller.isEmpty()) {
          faults.report("operations", e);
        }
      }
    }
  }

  private DeskQueue.Batch withWaiting(DeskQueue.Batch batch) {
    var waiting = transactions.inTx(work::waiting);
    waiting.removeAll(batch.whole());
    batch.looks().addAll(waiting);
    return batch;
  }

  private @Nullable OpenSession session(SubcloudId id) {
    lock.lock();
    try {
      return queue.session(id).orElse(null);
    } finally {
      lock.unlock();
    }
  }

  /** After the commit. */
  private void sent(DeskWork.Done done, AgentWire wire) {
    work.committed(done);
    if (!done.orders().isEmpty()) {
      wire.send(done.orders());
    }
    if (!done.freed().isEmpty()) {
      tell(() -> queue.look(done.freed()));
    }
  }

  private boolean expire() {
    try {
      int late = transactions.inTx(tx -> operations.expire(tx, MOST_EXPIRED));
      if (late > 0) {
        LOG.info("operations cancelled for their deadline: {}", late);
      }
      return true;
    } catch (RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private void failed(RuntimeException e) {
    if (!DatabaseFailures.isAway(e)) {
      faults.report("operations", e);
    }
    LOG.warn("operations not stored, tried again: {}", e.getMessage());
  }

  /** Stores what waits, for a bounded time; agents tell the rest again. */
  @Override
  public void close() {
    Thread worker;
    lock.lock();
    try {
      closing = true;
      changed.signal();
      worker = thread;
    } finally {
      lock.unlock();
    }
    try {
      if (worker != null && !worker.join(FLUSH)) {
        worker.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
