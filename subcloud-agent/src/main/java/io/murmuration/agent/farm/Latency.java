package io.murmuration.agent.farm;

import java.time.Duration;

/** How long every call of every simulated site takes. Thread-safe. */
final class Latency {
  private volatile Duration latency = Duration.ZERO;

  Duration get() {
    return latency;
  }

  void set(Duration next) {
    latency = next;
  }
}
