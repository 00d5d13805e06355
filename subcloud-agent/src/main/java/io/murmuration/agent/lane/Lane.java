package io.murmuration.agent.lane;

import io.murmuration.sync.port.Timers;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The single writer of the agents assigned to it. It is the event loop that carries their
 * connections, so that a frame is handled where it was read, without a hop.
 *
 * <p>{@code execute}, {@code run} and {@code inside} may be called by any thread, the rest only
 * from inside.
 */
public final class Lane implements Executor, Timers {
  private final EventLoop loop;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Faults faults;

  /**
   * @param random used by this lane only
   */
  public Lane(EventLoop loop, LongSupplier nanoTime, RandomGenerator random, Faults faults) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.random = random;
    this.faults = faults;
  }

  public EventLoop loop() {
    return loop;
  }

  public RandomGenerator random() {
    return random;
  }

  public boolean inside() {
    return loop.inEventLoop();
  }

  /** Later, never inline. */
  @Override
  public void execute(Runnable task) {
    loop.execute(() -> guarded(task));
  }

  /** Now if inside, else later. */
  public void run(Runnable task) {
    if (inside()) {
      guarded(task);
    } else {
      execute(task);
    }
  }

  @Override
  public long nowNanos() {
    return nanoTime.getAsLong();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var future = loop.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public Duration jittered(Duration base) {
    return base.dividedBy(2).plus(upTo(base));
  }

  /** A delay drawn evenly between zero and {@code most}. */
  public Duration upTo(Duration most) {
    return Duration.ofNanos(random.nextLong(Math.max(1, most.toNanos())));
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      faults.report("lane", e);
    }
  }
}
