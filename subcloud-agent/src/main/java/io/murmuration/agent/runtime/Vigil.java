package io.murmuration.agent.runtime;

import io.murmuration.agent.lane.Lane;
import io.murmuration.sync.port.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Between two streams: the site is looked at on the period of audits, and kept as the journal wants
 * it, although no hub asks. Confined to the lane.
 */
final class Vigil {
  private final Lane lane;
  private final Runnable look;
  private Timers.@Nullable Timer timer;

  Vigil(Lane lane, Runnable look) {
    this.lane = lane;
    this.look = look;
  }

  void begin(Duration period) {
    end();
    timer =
        lane.after(
            lane.jittered(period),
            () -> {
              begin(period);
              look.run();
            });
  }

  void end() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
