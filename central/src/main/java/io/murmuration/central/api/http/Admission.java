package io.murmuration.central.api.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Three bounds. Accepted requests cost memory (their bodies); working ones cost database
 * connections. They are apart so that clients that send their bodies slowly keep no worker from the
 * others. Of the accepted ones few may have a body beyond the usual limit. Thread-safe.
 */
final class Admission {
  private static final int LARGE = 2;

  private final int requests;
  private final int workers;
  private final Semaphore accepted;
  private final Semaphore large = new Semaphore(LARGE);
  private final Semaphore working;
  private final Duration wait;

  Admission(int requests, int workers, Duration wait) {
    this.requests = requests;
    this.workers = workers;
    this.accepted = new Semaphore(requests);
    this.working = new Semaphore(workers, true);
    this.wait = wait;
  }

  /** False: too many already. If true, {@link #leave} must follow. */
  boolean enter() {
    return accepted.tryAcquire();
  }

  void leave() {
    accepted.release();
  }

  /** False: too many large bodies already. If true, {@link #leaveLarge} must follow. */
  boolean enterLarge() {
    return large.tryAcquire();
  }

  void leaveLarge() {
    large.release();
  }

  /** Waits for a worker's place. If true, {@link #stopWork} must follow. */
  boolean startWork() throws InterruptedException {
    return working.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  void stopWork() {
    working.release();
  }

  int accepted() {
    return requests - accepted.availablePermits();
  }

  int working() {
    return workers - working.availablePermits();
  }
}
