package io.murmuration.agent.operation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One run that is under way, seen from its own thread and from the lane. Thread-safe. */
final class OperationRun implements Progress, CancelSignal {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicBoolean untold = new AtomicBoolean();
  private final FutureTask<Boolean> task;
  private volatile Step latest = new Step(0, "");

  /** What it told last. */
  record Step(int percent, String details) {}

  /** The body of a run. */
  @FunctionalInterface
  interface Body {
    void run(OperationRun self);
  }

  OperationRun(Body body) {
    this.task =
        new FutureTask<>(() -> {
          body.run(this);
          return true;
        });
  }

  /** For the executor. */
  Runnable task() {
    return task;
  }

  @Override
  public void report(int percent, String details) {
    var step = new Step(Math.clamp(percent, 0, 100), Reports.shortened(details));
    if (!step.equals(latest)) {
      latest = step;
      untold.set(true);
    }
  }

  Step latest() {
    return latest;
  }

  /** Whether it told something new since the last call. */
  boolean hasNews() {
    return untold.getAndSet(false);
  }

  void cancel() {
    asked.countDown();
  }

  @Override
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  @Override
  public boolean await(Duration most) throws InterruptedException {
    return asked.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Interrupts it: the agent stops. */
  void drop() {
    task.cancel(true);
  }
}
