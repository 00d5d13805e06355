package io.murmuration.agent;

import io.murmuration.agent.lane.Faults;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts. */
final class LoggedFaults implements Faults {
  private static final Logger log = LoggerFactory.getLogger(LoggedFaults.class);

  private final AtomicLong count = new AtomicLong();

  @Override
  public void report(String where, Throwable fault) {
    count.incrementAndGet();
    log.error("fault where={}", where, fault);
  }

  long count() {
    return count.get();
  }
}
