package io.murmuration.it.fault.history;

import io.murmuration.it.fault.history.Event.Accepted;
import io.murmuration.it.fault.history.Event.Heard;
import io.murmuration.it.fault.history.Event.Shown;
import io.murmuration.it.fault.history.Event.Silenced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is shown is never better than the truth was when it was asked for, less the age that the
 * answer admits: a site that lacks an accepted change is not in sync, and one that was silent was
 * not looked at meanwhile.
 */
final class FreshnessRules {
  /** Ages are whole seconds, and a sign of life may have been on its way. */
  private static final Duration BLUR = Duration.ofMillis(1_500);

  private final List<Event> events;
  private final TreeMap<Long, Long> acceptedBy = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  FreshnessRules(List<Event> events) {
    this.events = events;
  }

  List<Violation> violations() {
    long highest = 0;
    for (var answer : Checker.of(Accepted.class, events)) {
      highest = Math.max(highest, answer.revision());
      acceptedBy.put(answer.at(), highest);
    }
    Map<String, Long> silentSince = new HashMap<>();
    for (var event : events) {
      switch (event) {
        case Silenced(var at, var site) -> silentSince.put(site, at);
        case Heard(_, var site) -> silentSince.remove(site);
        case Shown shown -> {
          knowsWhatWasAccepted(shown);
          admitsSilence(shown, Optional.ofNullable(silentSince.get(shown.site())));
        }
        default -> {} // other events show nothing
      }
    }
    return violations;
  }

  private void knowsWhatWasAccepted(Shown shown) {
    var known = acceptedBy.lowerEntry(shown.asked() - shown.old().toNanos());
    if (known != null && shown.status().inSync() && shown.status().wanted() < known.getValue()) {
      add(
          "%s shows %s in sync with revision %d, though %d had been accepted before it was asked"
              .formatted(shown.node(), shown.site(), shown.status().wanted(), known.getValue()));
    }
  }

  private void admitsSilence(Shown shown, Optional<Long> since) {
    if (since.isEmpty() || shown.confirmed().isEmpty() || since.get() > shown.asked()) {
      return;
    }
    var silence = Duration.ofNanos(shown.asked() - since.get());
    var admitted = shown.confirmed().get().plus(shown.old()).plus(BLUR);
    if (admitted.compareTo(silence) < 0) {
      add(
          "%s says that %s was looked at %d s ago, it has been silent for %d s"
              .formatted(
                  shown.node(),
                  shown.site(),
                  shown.confirmed().get().toSeconds(),
                  silence.toSeconds()));
    }
  }

  private void add(String what) {
    violations.add(new Violation(Rule.SHOWN_FRESH, what));
  }
}
