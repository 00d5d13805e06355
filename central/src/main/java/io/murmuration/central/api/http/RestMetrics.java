package io.murmuration.central.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.murmuration.central.api.HttpMethod;
import java.time.Duration;
import java.util.Optional;

/** Counts and times requests. Tags are methods and statuses, never paths with ids. Thread-safe. */
public final class RestMetrics {
  private final MeterRegistry registry;
  private final Timer waited;

  public RestMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.waited =
        Timer.builder("murmuration.rest.wait")
            .description("time a request waited for a worker")
            .register(registry);
  }

  /** Monotonic; only differences mean something. */
  long nanoTime() {
    return registry.config().clock().monotonicTime();
  }

  /**
   * @param method empty for one that no resource has. Never the client's own word: each new tag
   *     value would be a series that stays, made without a token
   * @param start {@link #nanoTime} when the head had come
   */
  void answered(Optional<HttpMethod> method, int status, long start) {
    Timer.builder("murmuration.rest.requests")
        .description("requests and the time from head to answer")
        .tag("method", method.map(HttpMethod::name).orElse("OTHER"))
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(since(start));
  }

  /**
   * @param start {@link #nanoTime} when the request began to wait
   */
  void waitedForWorker(long start) {
    waited.record(since(start));
  }

  private Duration since(long start) {
    return Duration.ofNanos(nanoTime() - start);
  }

  void watch(Admission admission) {
    registry.gauge("murmuration.rest.accepted", admission, Admission::accepted);
    registry.gauge("murmuration.rest.working", admission, Admission::working);
  }
}
