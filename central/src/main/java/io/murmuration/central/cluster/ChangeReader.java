package io.murmuration.central.cluster;

import io.murmuration.central.cluster.HubSource.Advance;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.port.Digester;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the table {@code change}: each second and on a nudge it brings the image up to the
 * database and then tells the listeners. One thread; nudges that come while it reads are one read.
 *
 * <p>Order of {@code seq} is order of commit, so reading beyond the last seq never skips a change
 * that commits later.
 */
public final class ChangeReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeReader.class);

  private final HubSource source;
  private final HubImage image;
  private final Timing timing;
  private final LongSupplier nanoTime;
  private final Faults faults;
  private final ReadIndex readIndex;
  private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private final Thread thread;
  private boolean nudged;
  private boolean closed;
  private volatile long lastReadNanos;
  private volatile long previousReadNanos;
  private int failures;

  private ChangeReader(HubSource source, Timing timing, LongSupplier nanoTime, Faults faults) {
    this.source = source;
    this.timing = timing;
    this.nanoTime = nanoTime;
    this.faults = faults;
    this.readIndex = new ReadIndex(timing.patience());
    long began = nanoTime.getAsLong();
    this.image = new HubImage(source.load());
    this.lastReadNanos = began;
    this.previousReadNanos = began;
    this.thread = Thread.ofPlatform().name("change-reader").daemon().unstarted(this::follow);
  }

  /**
   * Loads the image and starts to follow.
   *
   * @param seal for payloads that lie sealed in the database
   * @param nanoTime monotonic
   * @param faults told of listeners that throw
   * @throws org.jooq.exception.DataAccessException if the database cannot be read
   */
  public static ChangeReader start(
      Transactions transactions,
      Digester digester,
      PayloadSeal seal,
      Timing timing,
      LongSupplier nanoTime,
      Faults faults) {
    var source = new HubLoader(transactions, new HubRepository(seal), digester);
    return start(source, timing, nanoTime, faults);
  }

  /**
   * As above, over another source.
   *
   * @param nanoTime monotonic
   * @param faults told of listeners that throw
   * @throws org.jooq.exception.DataAccessException if the database cannot be read
   */
  static ChangeReader start(HubSource source, Timing timing, LongSupplier nanoTime, Faults faults) {
    var reader = new ChangeReader(source, timing, nanoTime, faults);
    reader.thread.start();
    return reader;
  }

  public HubImage image() {
    return image;
  }

  /** Hears of everything after the image's present revision. */
  public void listen(ChangeListener listener) {
    listeners.add(listener);
  }

  /** Read now. Any thread; never blocks for long. */
  public void nudge() {
    lock.lock();
    try {
      nudged = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What the image holds. */
  public Revision applied() {
    return image.revision();
  }

  /**
   * Completes when the image holds everything that was committed before this call. One query serves
   * all callers that wait. Completes on the reader's thread: hand long work over.
   *
   * @return fails with {@link java.util.concurrent.TimeoutException} if the database does not
   *     answer in time
   */
  public CompletableFuture<Revision> readIndex() {
    var answer = readIndex.ask();
    nudge();
    return answer;
  }

  /** Whether the last successful read is too long ago to push or accept on its strength. */
  public boolean stale() {
    return sinceRead().compareTo(timing.staleAfter()) > 0;
  }

  /** Since the last successful read began. */
  public Duration sinceRead() {
    return Duration.ofNanos(nanoTime.getAsLong() - lastReadNanos);
  }

  /**
   * Since the successful read before the last one began: what listeners hear while they are called
   * happened later than that.
   */
  public Duration sincePreviousRead() {
    return Duration.ofNanos(nanoTime.getAsLong() - previousReadNanos);
  }

  /** Ends the thread; waiting readers time out. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(timing.patience());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    while (awaitTurn()) {
      var served = readIndex.take();
      long began = nanoTime.getAsLong();
      Advance advance;
      try {
        advance = source.advance(image.snapshot());
      } catch (RuntimeException e) {
        readIndex.giveBack(served);
        failures++;
        tellFailure(e);
        continue;
      }
      image.become(advance.next());
      previousReadNanos = lastReadNanos;
      lastReadNanos = began;
      failures = 0;
      tell(advance);
      var applied = advance.next().revision();
      served.forEach(waiter -> waiter.complete(applied));
    }
  }

  private void tellFailure(RuntimeException e) {
    if (e instanceof DataAccessException || e instanceof DatabaseWentBackException) {
      LOG.warn("change reader: cannot read, failures={}: {}", failures, e.getMessage());
    } else {
      faults.report("change-reader", e);
    }
  }

  /** False when closed. After a failure nudges do not shorten the wait. */
  private boolean awaitTurn() {
    lock.lock();
    try {
      long left = (failures == 0 ? timing.poll() : timing.backOff(failures)).toNanos();
      while (!closed && left > 0 && !(nudged && failures == 0)) {
        left = wake.awaitNanos(left);
      }
      nudged = readIndex.isAsked() && failures > 0;
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void tell(Advance advance) {
    switch (advance) {
      case Advance.Read(var next, var changes) -> {
        if (!changes.isEmpty()) {
          tellAll(listener -> listener.changed(changes, next.revision()));
        }
      }
      case Advance.Gap(var next, var why) -> {
        LOG.warn("change reader: loaded anew at {}: {}", next.revision(), why);
        tellAll(listener -> listener.reloaded(next.revision()));
      }
    }
  }

  private void tellAll(java.util.function.Consumer<ChangeListener> call) {
    for (var listener : listeners) {
      try {
        call.accept(listener);
      } catch (RuntimeException e) {
        faults.report("change listener", e);
      }
    }
  }

  /**
   * @param poll the longest wait between two reads
   * @param staleAfter without a successful read
   * @param patience of callers of {@link #readIndex}
   */
  public record Timing(Duration poll, Duration staleAfter, Duration patience) {
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);

    public static final Timing USUAL =
        new Timing(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5));

    /** Doubles up to {@code poll}. */
    Duration backOff(int failures) {
      var wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 10));
      return wait.compareTo(poll) < 0 ? wait : poll;
    }
  }
}
