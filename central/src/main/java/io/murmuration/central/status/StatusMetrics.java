package io.murmuration.central.status;

import java.time.Duration;

/** What the status writer tells about itself. Thread-safe. */
public interface StatusMetrics {
  StatusMetrics NONE =
      new StatusMetrics() {
        @Override
        public void written(int rows, int lost, Duration took) {}

        @Override
        public void writeFailed() {}
      };

  /** A batch was committed. */
  void written(int rows, int lost, Duration took);

  /** The database did not take a batch; it is tried again. */
  void writeFailed();
}
