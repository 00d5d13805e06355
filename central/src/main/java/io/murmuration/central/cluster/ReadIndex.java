package io.murmuration.central.cluster;

import io.murmuration.sync.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Callers that wait for a read of {@code change} that begins after they came. One read serves all
 * who came before it began. Thread-safe.
 */
final class ReadIndex {
  private final Duration patience;
  private List<CompletableFuture<Revision>> waiting = new ArrayList<>();

  /**
   * @param patience after it a caller gets {@link java.util.concurrent.TimeoutException}
   */
  ReadIndex(Duration patience) {
    this.patience = patience;
  }

  CompletableFuture<Revision> ask() {
    var answer = new CompletableFuture<Revision>();
    synchronized (this) {
      waiting.add(answer);
    }
    return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether somebody still waits. */
  synchronized boolean isAsked() {
    waiting.removeIf(CompletableFuture::isDone);
    return !waiting.isEmpty();
  }

  /** Those that a read which begins now will serve. */
  synchronized List<CompletableFuture<Revision>> take() {
    var taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** After a read that failed: the next one serves them, if they still wait. */
  synchronized void giveBack(List<CompletableFuture<Revision>> taken) {
    taken.removeIf(CompletableFuture::isDone);
    taken.addAll(waiting);
    waiting = taken;
  }
}
