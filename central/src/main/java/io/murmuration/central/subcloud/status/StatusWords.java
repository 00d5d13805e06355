package io.murmuration.central.subcloud.status;

import io.murmuration.central.cluster.LiveEntry.Confirmation;
import io.murmuration.central.subcloud.status.SubcloudFacts.Agent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Statuses as sentences for an operator. Pure. */
final class StatusWords {
  private static final String NO_ERRORS = "No errors present";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private StatusWords() {}

  static String availability(Agent agent, Instant now) {
    return "%s for %s: %s"
        .formatted(
            agent.availability(), duration(StatusRules.age(agent.since(), now)), agent.reason());
  }

  static String agent(Agent agent, Instant now) {
    if (agent.connectedAt() == null) {
      return "no agent has connected yet";
    }
    return agent.endedAt() == null
        ? "connected for " + duration(StatusRules.age(agent.connectedAt(), now))
        : "not connected for " + duration(StatusRules.age(agent.endedAt(), now));
  }

  static String management(SubcloudFacts facts) {
    if (!facts.managed()) {
      return "unmanaged: it is watched, and nothing is sent to it";
    }
    return facts.hold() == null
        ? "managed: it is kept at what is wanted"
        : "managed, but held, so nothing is sent to it: " + facts.hold();
  }

  static String deployment(SubcloudFacts facts) {
    return facts.errorDescription().equals(NO_ERRORS)
        ? facts.deployStatus()
        : facts.deployStatus() + ": " + facts.errorDescription();
  }

  static String endpoint(Explained endpoint, Instant now) {
    var words = new StringBuilder(endpoint.status().wireName());
    if (endpoint.since() != null) {
      words.append(" for ").append(duration(StatusRules.age(endpoint.since(), now)));
    }
    if (!endpoint.reason().isEmpty()) {
      words.append(": ").append(endpoint.reason());
    }
    return words.append("; ").append(confirmed(endpoint.confirmed())).toString();
  }

  private static String confirmed(@Nullable Confirmation confirmed) {
    if (confirmed == null) {
      return "the site was never looked at";
    }
    return confirmed.atLeast()
        ? "the site was looked at %s ago or later".formatted(duration(confirmed.age()))
        : "the site was looked at %s ago".formatted(duration(confirmed.age()));
  }

  /** The two largest units, as in {@code 2 h 5 min}. */
  static String duration(Duration length) {
    if (length.compareTo(MINUTE) < 0) {
      return length.toSeconds() + " s";
    }
    if (length.compareTo(HOUR) < 0) {
      return "%d min %d s".formatted(length.toMinutes(), length.toSecondsPart());
    }
    if (length.compareTo(DAY) < 0) {
      return "%d h %d min".formatted(length.toHours(), length.toMinutesPart());
    }
    return "%d d %d h".formatted(length.toDays(), length.toHoursPart());
  }
}
