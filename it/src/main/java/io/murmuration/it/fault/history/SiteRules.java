package io.murmuration.it.fault.history;

import io.murmuration.it.fault.history.Event.Held;
import io.murmuration.it.fault.history.Event.Over;
import io.murmuration.it.fault.history.Event.Row;
import io.murmuration.it.fault.history.Event.Shown;
import io.murmuration.it.fault.history.Event.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What sites hold by their own journals, against what was wanted and what the hub says of them. */
final class SiteRules {
  private final List<Event> events;
  private final TreeMap<Long, String> stored = new TreeMap<>();
  private final Map<String, Held> last = new HashMap<>();

  /** The highest revision that the hub has said of a site so far. */
  private final Map<String, Long> said = new HashMap<>();

  private final List<Violation> violations = new ArrayList<>();

  SiteRules(List<Event> events) {
    this.events = events;
  }

  List<Violation> violations() {
    Checker.of(Stored.class, events).forEach(event -> stored.put(event.revision(), event.value()));
    for (var event : events) {
      switch (event) {
        case Held held -> held(held);
        case Shown shown -> said.merge(shown.site(), shown.status().held(), Math::max);
        case Row row -> said.merge(row.site(), row.status().held(), Math::max);
        default -> {} // other events say nothing about what a site holds
      }
    }
    if (!Checker.of(Over.class, events).isEmpty()) {
      last.values().forEach(this::arrived);
    }
    return violations;
  }

  private void held(Held now) {
    var before = last.put(now.site(), now);
    if (before != null && now.revision() < before.revision()) {
      add(
          Rule.ROLLED_BACK,
          "%s held revision %d and then %d"
              .formatted(now.site(), before.revision(), now.revision()));
    }
    var wanted = stored.get(now.revision());
    if (wanted != null && !wanted.equals(now.value())) {
      add(
          Rule.ROLLED_BACK,
          "%s holds %s as revision %d (expected: %s)"
              .formatted(now.site(), now.value(), now.revision(), wanted));
    }
    long claimed = said.getOrDefault(now.site(), 0L);
    if (now.revision() < claimed) {
      add(
          Rule.APPLIED_TOO_EARLY,
          "%s was said to hold revision %d, its journal held %d after that"
              .formatted(now.site(), claimed, now.revision()));
    }
  }

  private void arrived(Held held) {
    if (stored.isEmpty()) {
      return;
    }
    var newest = stored.lastEntry();
    if (held.revision() < newest.getKey()) {
      add(
          Rule.LOST,
          "%s holds revision %d at the end (expected: %d)"
              .formatted(held.site(), held.revision(), newest.getKey()));
    }
  }

  private void add(Rule rule, String what) {
    violations.add(new Violation(rule, what));
  }
}
