package io.murmuration.it.fault.history;

import io.murmuration.it.fault.history.Event.Duty;
import io.murmuration.it.fault.history.Event.Epoch;
import io.murmuration.it.fault.history.Event.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who was replaced writes nothing any more: sessions and duties. */
final class EpochRules {
  private final List<Event> events;
  private final Map<String, Epoch> sessions = new HashMap<>();
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Duty> duties = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  EpochRules(List<Event> events) {
    this.events = events;
  }

  List<Violation> violations() {
    for (var event : events) {
      switch (event) {
        case Row row -> row(row);
        case Duty duty -> duty(duty);
        default -> {} // other events carry no epoch
      }
    }
    return violations;
  }

  private void row(Row now) {
    var known = sessions.getOrDefault(now.site(), new Epoch(0, 0));
    if (now.session().compareTo(known) < 0) {
      add("the session of %s went from %s back to %s".formatted(now.site(), known, now.session()));
    } else {
      sessions.put(now.site(), now.session());
    }
    var before = rows.put(now.site(), now);
    boolean written = before != null && !before.status().equals(now.status());
    if (written && now.row().compareTo(known) < 0) {
      add(
          "the status of %s was written under %s, its session was %s before that"
              .formatted(now.site(), now.row(), known));
    }
  }

  private void duty(Duty now) {
    var before = duties.put(now.duty(), now);
    if (before == null) {
      return;
    }
    if (now.epoch() < before.epoch()) {
      add("duty %s went from epoch %d back to %d"
          .formatted(now.duty(), before.epoch(), now.epoch()));
    } else if (now.epoch() == before.epoch() && !now.holder().equals(before.holder())) {
      add("duty %s has two holders in epoch %d: %s and %s"
          .formatted(now.duty(), now.epoch(), before.holder(), now.holder()));
    }
  }

  private void add(String what) {
    violations.add(new Violation(Rule.STALE_EPOCH, what));
  }
}
