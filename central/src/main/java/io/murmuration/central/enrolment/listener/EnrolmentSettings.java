package io.murmuration.central.enrolment.listener;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What the operator decides about the enrolment listener.
 *
 * @param address where to listen
 * @param hubAddresses host:port of the listeners of agents, told to new agents
 * @param inFlight requests at once; more are answered with RESOURCE_EXHAUSTED
 * @param patience how long a request may wait for its batch
 * @param failuresPerMinute refused attempts that one address has
 */
public record EnrolmentSettings(
    InetSocketAddress address,
    List<String> hubAddresses,
    int inFlight,
    Duration patience,
    int failuresPerMinute) {
  public static final int DEFAULT_IN_FLIGHT = 2048;
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);
  public static final int DEFAULT_FAILURES_PER_MINUTE = 20;

  public EnrolmentSettings {
    hubAddresses = List.copyOf(hubAddresses);
    if (inFlight < 1) {
      throw new IllegalArgumentException("in flight: " + inFlight + " (expected: > 0)");
    }
    if (failuresPerMinute < 1) {
      throw new IllegalArgumentException(
          "failures per minute: " + failuresPerMinute + " (expected: > 0)");
    }
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience: " + patience + " (expected: > 0)");
    }
  }

  /** With the defaults. */
  public static EnrolmentSettings on(InetSocketAddress address, List<String> hubAddresses) {
    return new EnrolmentSettings(
        address, hubAddresses, DEFAULT_IN_FLIGHT, DEFAULT_PATIENCE, DEFAULT_FAILURES_PER_MINUTE);
  }
}
