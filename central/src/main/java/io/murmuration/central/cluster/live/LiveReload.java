package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.observe.Faults;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the live image from PostgreSQL whenever somebody has a doubt about it. Requests that come
 * while one waits are one; a reload that fails is tried again. Thread-safe.
 */
public final class LiveReload implements AutoCloseable {
  /** Between reloads: a storm of doubts must not become a storm of queries. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(LiveReload.class);

  private final Transactions transactions;
  private final LiveRepository repository = new LiveRepository();
  private final LiveImage image;
  private final LongSupplier nanoTime;
  private final Faults faults;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().name("live-reload").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy()); // refuses only when closed

  /**
   * @param nanoTime the clock of {@code image}
   */
  public LiveReload(
      Transactions transactions, LiveImage image, LongSupplier nanoTime, Faults faults) {
    this.transactions = transactions;
    this.image = image;
    this.nanoTime = nanoTime;
    this.faults = faults;
  }

  /**
   * Soon. Never blocks.
   *
   * @param why for the log
   */
  public void request(String why) {
    if (requested.compareAndSet(false, true)) {
      LOG.info("live image: read anew: {}", why);
      schedule();
    }
  }

  /** Now, on the calling thread: at start, before anybody asks the image. */
  public void run() {
    long began = nanoTime.getAsLong();
    var read = transactions.inTx(Isolation.REPEATABLE_READ, repository::load);
    image.load(read, began);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void schedule() {
    var unused = thread.schedule(this::attempt, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void attempt() {
    requested.set(false);
    try {
      run();
    } catch (DataAccessException e) {
      request("failed: " + e.getMessage());
    } catch (RuntimeException e) {
      faults.report("live-reload", e);
    }
  }
}
