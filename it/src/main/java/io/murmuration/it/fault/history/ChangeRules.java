package io.murmuration.it.fault.history;

import io.murmuration.it.fault.history.Event.Accepted;
import io.murmuration.it.fault.history.Event.Declared;
import io.murmuration.it.fault.history.Event.Refused;
import io.murmuration.it.fault.history.Event.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was answered to whoever changed something, against what is stored. */
final class ChangeRules {
  private final List<Event> events;
  private final Map<Integer, Declared> declared = new HashMap<>();
  private final TreeMap<Long, String> stored = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  ChangeRules(List<Event> events) {
    this.events = events;
  }

  List<Violation> violations() {
    Checker.of(Declared.class, events).forEach(event -> declared.put(event.call(), event));
    Checker.of(Stored.class, events).forEach(event -> stored.put(event.revision(), event.value()));
    Checker.of(Accepted.class, events).forEach(this::kept);
    Checker.of(Refused.class, events).forEach(this::absent);
    onceEach();
    inOrder();
    return violations;
  }

  private String value(int call) {
    var event = declared.get(call);
    return event == null ? "" : event.value();
  }

  private void kept(Accepted answer) {
    var there = stored.get(answer.revision());
    if (!value(answer.call()).equals(there)) {
      add(
          Rule.LOST,
          "change %d was accepted as revision %d, where the database has %s"
              .formatted(answer.call(), answer.revision(), there));
    }
  }

  private void absent(Refused answer) {
    if (stored.containsValue(value(answer.call()))) {
      add(
          Rule.INVENTED,
          "change %d was refused (%s) and is stored".formatted(answer.call(), answer.why()));
    }
  }

  private void onceEach() {
    var known = declared.values().stream().map(Declared::value).toList();
    var seen = new HashMap<String, Long>();
    stored.forEach((revision, value) -> {
      var earlier = seen.put(value, revision);
      if (earlier != null) {
        add(
            Rule.DOUBLED,
            "%s is stored as revision %d and as %d".formatted(value, earlier, revision));
      }
      if (!known.contains(value)) {
        add(Rule.INVENTED, "revision %d is %s, for which nobody asked".formatted(revision, value));
      }
    });
  }

  /** Who has seen an answer may rely on it: what he asks for then comes later. */
  private void inOrder() {
    long highest = 0;
    var askedAfter = new HashMap<Integer, Long>();
    for (var event : events) {
      switch (event) {
        case Declared(_, var call, _) -> askedAfter.put(call, highest);
        case Accepted(_, var call, var revision) -> {
          long before = askedAfter.getOrDefault(call, 0L);
          if (revision <= before) {
            add(
                Rule.REORDERED,
                "change %d became revision %d, though %d had been answered before it was sent"
                    .formatted(call, revision, before));
          }
          highest = Math.max(highest, revision);
        }
        default -> {} // other events say nothing about the order of changes
      }
    }
  }

  private void add(Rule rule, String what) {
    violations.add(new Violation(rule, what));
  }
}
