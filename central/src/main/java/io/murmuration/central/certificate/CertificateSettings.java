package io.murmuration.central.certificate;

import java.time.Duration;
import java.util.List;

/**
 * What the operator decides about certificates.
 *
 * @param agentLifetime of agents' certificates
 * @param serverLifetime of a node's own certificate, made anew at start and at half of it
 * @param serverNames DNS names and IP addresses that agents may dial, besides {@link #HUB_NAME}
 */
public record CertificateSettings(
    Duration agentLifetime, Duration serverLifetime, List<String> serverNames) {
  /** In every server certificate, so that agents can verify a hub whatever address they dial. */
  public static final String HUB_NAME = "hub.murmuration";

  public static final Duration DEFAULT_AGENT_LIFETIME = Duration.ofDays(90);
  public static final Duration DEFAULT_SERVER_LIFETIME = Duration.ofDays(7);

  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(3 * 365);

  public CertificateSettings {
    serverNames = List.copyOf(serverNames);
    check("agent certificate lifetime", agentLifetime);
    check("server certificate lifetime", serverLifetime);
  }

  private static void check(String field, Duration given) {
    if (given.compareTo(SHORTEST) < 0 || given.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s to %s)".formatted(field, given, SHORTEST, LONGEST));
    }
  }
}
