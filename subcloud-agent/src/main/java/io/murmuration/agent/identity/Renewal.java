package io.murmuration.agent.identity;

import io.murmuration.agent.lane.Lane;
import io.murmuration.sync.port.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the certificate fresh: asks at two thirds of its life, and again and again (an eighth of
 * the time that is left, five minutes at least and a minute once expired) until it has a new one.
 * Confined to the lane; the call itself runs on {@code blocking}.
 */
public final class Renewal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Renewal.class);
  private static final Duration LONGEST_TIMER = Duration.ofDays(1);

  private final Lane lane;
  private final Executor blocking;
  private final InstantSource clock;
  private final Supplier<EnrolmentResult> renew;
  private final Consumer<Identity> renewed;
  private Identity identity;
  private Timers.@Nullable Timer timer;
  private boolean asking;
  private boolean closed;

  /**
   * @param renew blocks until the hub answered
   * @param renewed told on the lane
   */
  public Renewal(
      Lane lane,
      Executor blocking,
      InstantSource clock,
      Identity identity,
      Supplier<EnrolmentResult> renew,
      Consumer<Identity> renewed) {
    this.lane = lane;
    this.blocking = blocking;
    this.clock = clock;
    this.identity = identity;
    this.renew = renew;
    this.renewed = renewed;
  }

  public void start() {
    var left = Duration.between(clock.instant(), identity.renewAt());
    if (left.compareTo(Duration.ZERO) <= 0) {
      renewNow();
    } else {
      // up to a tenth later, so that sites enrolled together do not renew together
      waitFor(left.plus(lane.upTo(left.dividedBy(10))), this::start);
    }
  }

  /** Also when the hub asks for it. */
  public void renewNow() {
    if (asking || closed) {
      return;
    }
    asking = true;
    blocking.execute(() -> {
      var result = renew.get();
      lane.run(() -> answered(result));
    });
  }

  private void answered(EnrolmentResult result) {
    asking = false;
    if (closed) {
      return;
    }
    switch (result) {
      case EnrolmentResult.Granted(var next) -> {
        log.info("certificate renewed until={}", next.chain().getFirst().getNotAfter());
        identity = next;
        renewed.accept(next);
        start();
      }
      case EnrolmentResult.Refused(var why) -> retry("refused: " + why);
      case EnrolmentResult.Unreachable(var why) -> retry(why);
    }
  }

  private void retry(String why) {
    var now = clock.instant();
    var end = identity.chain().getFirst().getNotAfter().toInstant();
    var pause =
        identity.expired(now)
            ? Duration.ofMinutes(1)
            : max(Duration.between(now, end).dividedBy(8), Duration.ofMinutes(5));
    log.warn("certificate not renewed expires={} again-in={} reason={}", end, pause, why);
    waitFor(lane.jittered(pause), this::renewNow);
  }

  private void waitFor(Duration delay, Runnable then) {
    if (timer != null) {
      timer.cancel();
    }
    // long waits in steps, because the clock may be set meanwhile
    timer =
        delay.compareTo(LONGEST_TIMER) > 0
            ? lane.after(LONGEST_TIMER, this::start)
            : lane.after(delay, then);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  @Override
  public void close() {
    closed = true;
    if (timer != null) {
      timer.cancel();
    }
  }
}
