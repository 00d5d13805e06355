package io.murmuration.central.enrolment.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Turns single requests into batches without making anybody wait: while one batch is worked on, the
 * next one gathers. One virtual thread works; the queue is bounded. Thread-safe.
 */
final class Batches<Q, A> implements AutoCloseable {
  private record Waiting<Q, A>(Q request, CompletableFuture<A> answer) {}

  private final BlockingQueue<Waiting<Q, A>> queue;
  private final int largest;
  private final Function<List<Q>, List<A>> work;
  private final Thread worker;
  private volatile boolean closed;

  /**
   * @param capacity how many wait at most
   * @param largest how many go into one batch at most
   * @param work one answer per request, in the same order; may throw, may be repeated
   */
  Batches(String name, int capacity, int largest, Function<List<Q>, List<A>> work) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.largest = largest;
    this.work = work;
    this.worker = Thread.ofVirtual().name(name).unstarted(this::run);
    worker.start();
  }

  /**
   * The answer to come; empty if the queue is full or closed. Who no longer wants it cancels it,
   * and the request is left out if its batch has not begun.
   */
  Optional<CompletableFuture<A>> submit(Q request) {
    var answer = new CompletableFuture<A>();
    if (closed || !queue.offer(new Waiting<>(request, answer))) {
      return Optional.empty();
    }
    if (closed) {
      answer.cancel(false); // the worker may have emptied the queue just before
    }
    return Optional.of(answer);
  }

  /** Cancels what waits; the batch under way is interrupted. */
  @Override
  public void close() {
    closed = true;
    worker.interrupt();
  }

  private void run() {
    var batch = new ArrayList<Waiting<Q, A>>();
    try {
      while (!closed) {
        batch.add(queue.take());
        queue.drainTo(batch, largest - 1);
        batch.removeIf(waiting -> waiting.answer().isDone());
        answer(List.copyOf(batch));
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      queue.drainTo(batch);
      batch.forEach(waiting -> waiting.answer().completeExceptionally(new CancellationException()));
    }
  }

  private void answer(List<Waiting<Q, A>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      var answers = work.apply(batch.stream().map(Waiting::request).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.getFirst().answer().completeExceptionally(e);
      } else {
        batch.forEach(waiting -> answer(List.of(waiting))); // one bad request fails alone
      }
    }
  }
}
