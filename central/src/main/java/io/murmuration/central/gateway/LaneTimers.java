package io.murmuration.central.gateway;

import io.murmuration.sync.port.Timers;
import io.netty.util.HashedWheelTimer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A lane's delayed calls: coarse (the wheel's tick), cheap to arm and to cancel by the thousand.
 * They fire on the wheel's thread and are submitted to the lane, where a cancelled one does
 * nothing.
 */
final class LaneTimers implements Timers {
  private final HashedWheelTimer wheel;
  private final Lane lane;
  private final LongSupplier nanoClock;
  private final RandomGenerator random;

  /**
   * @param random used on the lane only
   */
  LaneTimers(HashedWheelTimer wheel, Lane lane, LongSupplier nanoClock, RandomGenerator random) {
    this.wheel = wheel;
    this.lane = lane;
    this.nanoClock = nanoClock;
    this.random = random;
  }

  @Override
  public long nowNanos() {
    return nanoClock.getAsLong();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var pending = new Pending(task);
    pending.armed =
        wheel.newTimeout(_ -> lane.submit(pending::fire), delay.toNanos(), TimeUnit.NANOSECONDS);
    return pending;
  }

  @Override
  public Duration jittered(Duration base) {
    return Duration.ofNanos((long) (base.toNanos() * (0.5 + random.nextDouble())));
  }

  /** Touched on the lane only. */
  private static final class Pending implements Timer {
    private final Runnable task;
    private io.netty.util.@org.jspecify.annotations.Nullable Timeout armed;
    private boolean over;

    Pending(Runnable task) {
      this.task = task;
    }

    void fire() {
      if (!over) {
        over = true;
        task.run();
      }
    }

    @Override
    public void cancel() {
      over = true;
      if (armed != null) {
        armed.cancel();
        armed = null;
      }
    }
  }
}
