package io.murmuration.central.status;

import io.murmuration.central.observe.Faults;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the lanes' reports durable: one thread per node, one bulk statement per batch. The lanes
 * only leave a report in a map and go on. While the database is away reports wait, coalesced, so
 * that no queue grows; nothing is told to listeners before its commit.
 */
public final class StatusWriter implements StatusSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final StatusQueue queue;
  private final Transactions transactions;
  private final StatusRepository repository = new StatusRepository();
  private final SiteAlarmRepository siteAlarms = new SiteAlarmRepository();
  private final RecordRepository records = new RecordRepository();
  private final LongSupplier nanoClock;
  private final Faults faults;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean closing;

  /** What the writer tells, and whom. */
  public record Listeners(CommitListener committed, LostReports lost, StatusMetrics metrics) {}

  /**
   * @param nanoClock monotonic
   * @param faults told of listeners that throw
   */
  public StatusWriter(
      StatusLinger linger, Transactions transactions, LongSupplier nanoClock, Faults faults) {
    this.queue = new StatusQueue(linger);
    this.transactions = transactions;
    this.nanoClock = nanoClock;
    this.faults = faults;
  }

  /** Begins to write. Reports are taken before that too. Once. */
  public void start(Listeners listeners) {
    lock.lock();
    try {
      if (thread != null) {
        throw new IllegalStateException("status writer: started (expected: once)");
      }
      thread = Thread.ofPlatform().name("status-writer").daemon(true).start(() -> run(listeners));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void kind(
      SubcloudId id,
      SessionEpoch epoch,
      long generation,
      Kind kind,
      KindStatus status,
      Duration age) {
    long now = nanoClock.getAsLong();
    var report = new StatusReport(id, epoch, generation, kind, status, now - age.toNanos());
    lock.lock();
    try {
      if (queue.put(report, now)) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void availability(SubcloudId id, SessionEpoch epoch, Availability availability) {
    var report = new AvailabilityReport(id, epoch, availability);
    lock.lock();
    try {
      if (queue.put(report, nanoClock.getAsLong())) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void alarms(SubcloudId id, SessionEpoch epoch, long generation, SiteState state) {
    var report = new AlarmsReport(id, epoch, generation, state);
    lock.lock();
    try {
      if (queue.put(report, nanoClock.getAsLong())) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reports that wait to be written. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private void run(Listeners listeners) {
    var pause = Duration.ZERO;
    try {
      for (var batch = next(pause); !batch.isEmpty(); batch = next(pause)) {
        pause = write(batch, listeners) ? Duration.ZERO : longer(pause);
      }
    } catch (InterruptedException e) {
      LOG.warn("status writer interrupted; {} reports are not written", waiting());
    }
  }

  private static Duration longer(Duration pause) {
    var next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  /** Waits for a batch; empty when closing and nothing waits any more. */
  private StatusBatch next(Duration pause) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long until = nanoClock.getAsLong() + pause.toNanos();
      while (true) {
        long now = nanoClock.getAsLong();
        if (closing && until - now <= 0) {
          return queue.takeAll(now);
        }
        long wait = Math.max(queue.dueInNanos(now), until - now);
        if (wait <= 0) {
          return queue.take(now);
        }
        changed.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean write(StatusBatch batch, Listeners listeners) {
    long began = nanoClock.getAsLong();
    Losers losers;
    try {
      // Apart: others lock a session's row before its statuses, never the other way.
      losers =
          new Losers(
              writeKinds(batch.kinds()),
              writeAvailabilities(batch.availabilities()),
              writeAlarms(batch.alarms()));
      writeRecords(batch, losers);
    } catch (RuntimeException e) {
      listeners.metrics().writeFailed();
      if (DatabaseFailures.isBadValue(e)) {
        return writeApart(batch, listeners, e);
      }
      if (!DatabaseFailures.isAway(e) && !DatabaseFailures.isRowGone(e)) {
        faults.report("status writer", e);
      }
      LOG.warn("statuses not written, tried again: {}", e.getMessage());
      putBack(batch);
      return false;
    }
    try {
      tell(listeners, batch, losers, Duration.ofNanos(nanoClock.getAsLong() - began));
    } catch (RuntimeException e) {
      faults.report("status writer", e);
    }
    return true;
  }

  /** One report that the database does not take must not hold up the others: it is given up. */
  private boolean writeApart(StatusBatch batch, Listeners listeners, RuntimeException why) {
    if (batch.size() == 1) {
      faults.report("status writer", why);
      return true;
    }
    boolean written = true;
    for (var half : batch.halves()) {
      if (written) {
        written = write(half, listeners);
      } else {
        putBack(half);
      }
    }
    return written;
  }

  private void putBack(StatusBatch batch) {
    lock.lock();
    try {
      queue.putBack(batch, nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  private Set<StatusReport.Key> writeKinds(List<StatusReport> kinds) {
    return kinds.isEmpty()
        ? Set.of()
        : transactions.inTx(tx -> repository.writeKinds(tx, kinds, nanoClock.getAsLong()));
  }

  private Set<SubcloudId> writeAvailabilities(List<AvailabilityReport> availabilities) {
    return availabilities.isEmpty()
        ? Set.of()
        : transactions.inTx(tx -> repository.writeAvailabilities(tx, availabilities));
  }

  private Set<SubcloudId> writeAlarms(List<AlarmsReport> alarms) {
    return alarms.isEmpty() ? Set.of() : transactions.inTx(tx -> siteAlarms.write(tx, alarms));
  }

  private void writeRecords(StatusBatch batch, Losers losers) {
    var compared =
        winners(batch.kinds(), losers).stream()
            .filter(report -> report.kind() == Kind.IDENTITY)
            .filter(report -> report.status().status() != SyncStatus.UNKNOWN)
            .toList();
    if (!compared.isEmpty()) {
      transactions.runInTx(tx -> records.identityCompared(tx, compared));
    }
    var releases =
        batch.alarms().stream()
            .filter(report -> !losers.alarms().contains(report.id()))
            .filter(report -> report.state().softwareVersion().isPresent())
            .toList();
    if (!releases.isEmpty()) {
      transactions.runInTx(tx -> records.softwareVersions(tx, releases));
    }
  }

  private record Losers(
      Set<StatusReport.Key> kinds, Set<SubcloudId> sites, Set<SubcloudId> alarms) {
    Set<SubcloudId> subclouds() {
      var all = new HashSet<>(sites);
      all.addAll(alarms);
      kinds.forEach(key -> all.add(key.id()));
      return all;
    }
  }

  private static void tell(Listeners listeners, StatusBatch batch, Losers losers, Duration took) {
    var subclouds = losers.subclouds();
    listeners.metrics().written(batch.size(), subclouds.size(), took);
    listeners
        .committed()
        .committed(
            new StatusBatch(
                winners(batch.kinds(), losers),
                batch.availabilities().stream()
                    .filter(report -> !losers.sites().contains(report.id()))
                    .toList(),
                batch.alarms().stream()
                    .filter(report -> !losers.alarms().contains(report.id()))
                    .toList()));
    if (!subclouds.isEmpty()) {
      listeners.lost().lost(subclouds);
    }
  }

  private static List<StatusReport> winners(List<StatusReport> reports, Losers losers) {
    return losers.kinds().isEmpty()
        ? reports
        : reports.stream().filter(report -> !losers.kinds().contains(report.key())).toList();
  }

  /** Writes what waits, for a bounded time; further reports may be lost. */
  @Override
  public void close() {
    Thread writer;
    lock.lock();
    try {
      closing = true;
      changed.signal();
      writer = thread;
    } finally {
      lock.unlock();
    }
    try {
      if (writer != null && !writer.join(FLUSH)) {
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
