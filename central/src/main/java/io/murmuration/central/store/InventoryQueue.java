package io.murmuration.central.store;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where this node's writers of the inventory wait for their turn, in the order in which they came
 * and before they take a connection: whoever holds the {@link InventoryLock} for long, on whatever
 * node, then costs the writers their answer but leaves connections and workers to the reads.
 * Thread-safe; blocks.
 */
public final class InventoryQueue {
  /** One works and one is at the lock already, so that the lock never waits for the network. */
  static final int PLACES = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Semaphore turns = new Semaphore(PLACES, true);
  private final Semaphore inside;
  private final Duration patience;

  /**
   * @param waiting at most; more are refused at once
   * @param patience for a turn, and then for the lock
   */
  InventoryQueue(int waiting, Duration patience) {
    this.inside = new Semaphore(PLACES + waiting);
    this.patience = patience;
  }

  /**
   * @param workers of the REST server: a quarter of them stays free of writers
   */
  public static InventoryQueue among(int workers) {
    return new InventoryQueue(Math.max(0, workers * 3 / 4 - PLACES), PATIENCE);
  }

  /** For a turn, and then for the lock. */
  Duration patience() {
    return patience;
  }

  /**
   * Runs the work when it is its turn.
   *
   * @throws RefusedException 503 if too many wait already, or the turn does not come in time
   */
  <T> T inTurn(Supplier<T> work) {
    if (!inside.tryAcquire()) {
      throw busy("Too many changes of subclouds and groups are waiting already");
    }
    try {
      awaitTurn();
      try {
        return work.get();
      } finally {
        turns.release();
      }
    } finally {
      inside.release();
    }
  }

  private void awaitTurn() {
    try {
      if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(
            "Other changes of subclouds and groups have been under way for %d s"
                .formatted(patience.toSeconds()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw busy("This node is stopping");
    }
  }

  private static RefusedException busy(String why) {
    return new RefusedException(new ApiError.Unavailable(why + "; nothing was stored. Try again."));
  }
}
