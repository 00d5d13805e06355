package io.murmuration.sync.sim;

import java.time.Duration;

/** Told how a long run gets on. */
interface Progress {
  Progress UNTOLD =
      new Progress() {
        @Override
        public void reached(Duration virtual, long events) {}

        @Override
        public void broken(Violation violation) {}
      };

  /** Every virtual hour. */
  void reached(Duration virtual, long events);

  /** The same world is run once more, to show what led to this. */
  void broken(Violation violation);
}
