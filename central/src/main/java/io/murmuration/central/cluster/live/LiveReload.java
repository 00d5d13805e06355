package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.observe.Faults;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the live image, or some rows of it, from PostgreSQL whenever somebody has a doubt about it.
 * Requests that come while one waits are one; a reload that fails is tried again. Thread-safe.
 */
public final class LiveReload implements LiveReceiver.Doubts, AutoCloseable {
  /** Between reloads: a storm of doubts must not become a storm of queries. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Doubts about more single subclouds are one about everything. */
  private static final int MOST_SINGLE = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(LiveReload.class);

  private final Transactions transactions;
  private final LiveRepository repository = new LiveRepository();
  private final LiveImage image;
  private final LongSupplier nanoTime;
  private final Faults faults;
  private final ScheduledExecutorService thread =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().name("live-reload").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy()); // refuses only when closed

  // What is doubted; if anything is, an attempt is scheduled.
  private boolean all;
  private Set<SubcloudId> some = new HashSet<>();

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
   * All of it, soon. Never blocks.
   *
   * @param why for the log
   */
  @Override
  public void request(String why) {
    if (doubt(true, Set.of())) {
      LOG.info("live image: read anew: {}", why);
    }
  }

  /** What it holds of these subclouds, soon. Never blocks. */
  @Override
  public void request(Set<SubcloudId> ids) {
    var _ = doubt(false, ids);
  }

  /** All of it, now, on the calling thread: at start, before anybody asks the image. */
  public void run() {
    long began = nanoTime.getAsLong();
    image.load(transactions.inTx(Isolation.REPEATABLE_READ, repository::load), began);
  }

  /** As {@link #run}, of these subclouds. */
  void run(Set<SubcloudId> ids) {
    long began = nanoTime.getAsLong();
    var read = transactions.inTx(Isolation.REPEATABLE_READ, tx -> repository.load(tx, ids));
    image.load(ids::contains, read, began);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** True if not all of it was doubted before. */
  private synchronized boolean doubt(boolean everything, Set<SubcloudId> ids) {
    boolean news = !all;
    if (!all && some.isEmpty()) {
      var _ = thread.schedule(this::attempt, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    }
    all |= everything;
    some.addAll(ids);
    if (some.size() > MOST_SINGLE) {
      all = true;
      some = new HashSet<>();
    }
    return news;
  }

  private void attempt() {
    boolean everything;
    Set<SubcloudId> ids;
    synchronized (this) {
      everything = all;
      ids = some;
      all = false;
      some = new HashSet<>();
    }
    try {
      if (everything) {
        run();
      } else {
        run(ids);
      }
    } catch (DataAccessException e) {
      LOG.warn("live image: cannot read: {}", e.getMessage());
      var _ = doubt(everything, ids);
    } catch (RuntimeException e) {
      faults.report("live-reload", e);
    }
  }
}
