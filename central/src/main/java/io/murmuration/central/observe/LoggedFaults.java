package io.murmuration.central.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts ({@code murmuration.faults}) and logs. */
public final class LoggedFaults implements Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private final Counter count;

  public LoggedFaults(MeterRegistry registry) {
    this.count =
        Counter.builder("murmuration.faults")
            .description("bugs that were caught; each is in the log")
            .register(registry);
  }

  @Override
  public void report(String where, Throwable bug) {
    count.increment();
    LOG.error("fault in {}", where, bug);
  }
}
