package io.murmuration.it.fault.history;

import io.murmuration.it.fault.history.Event.Began;
import io.murmuration.it.fault.history.Event.Done;
import io.murmuration.it.fault.history.Event.OrderUnclear;
import io.murmuration.it.fault.history.Event.Ordered;
import io.murmuration.it.fault.history.Event.Over;
import io.murmuration.it.fault.history.Event.Settled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commands to sites run at most once, and what is said of them is what happened. */
final class CommandRules {
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "unknown");

  private final List<Event> events;
  private final List<Violation> violations = new ArrayList<>();

  CommandRules(List<Event> events) {
    this.events = events;
  }

  List<Violation> violations() {
    var began = onceEach();
    var done = new HashSet<Integer>();
    Checker.of(Done.class, events).forEach(event -> done.add(event.command()));
    Map<Integer, String> states = new HashMap<>();
    for (var event : Checker.of(Settled.class, events)) {
      var before = states.put(event.command(), event.state());
      if (before != null && ENDED.contains(before) && !before.equals(event.state())) {
        add(
            Rule.DOUBLED,
            "command %d ended as %s and then as %s"
                .formatted(event.command(), before, event.state()));
      }
    }
    states.forEach((command, state) -> truthful(command, state, began, done));
    if (!Checker.of(Over.class, events).isEmpty()) {
      for (var order : Checker.of(Ordered.class, events)) {
        if (!ENDED.contains(states.getOrDefault(order.command(), ""))) {
          add(Rule.LOST, "command %d was stored and never ended".formatted(order.command()));
        }
      }
    }
    return violations;
  }

  private Set<Integer> onceEach() {
    Map<Integer, String> ordered = new HashMap<>();
    Checker.of(Ordered.class, events)
        .forEach(event -> ordered.put(event.command(), event.site()));
    Checker.of(OrderUnclear.class, events)
        .forEach(event -> ordered.put(event.command(), event.site()));
    var began = new HashSet<Integer>();
    for (var run : Checker.of(Began.class, events)) {
      if (!began.add(run.command())) {
        add(Rule.DOUBLED, "%s ran command %d twice".formatted(run.site(), run.command()));
      }
      if (!run.site().equals(ordered.get(run.command()))) {
        add(
            Rule.INVENTED,
            "%s ran command %d, which nobody ordered there".formatted(run.site(), run.command()));
      }
    }
    return began;
  }

  private void truthful(int command, String state, Set<Integer> began, Set<Integer> done) {
    if (state.equals("succeeded") && !done.contains(command)) {
      add(
          Rule.APPLIED_TOO_EARLY,
          "command %d is said to have succeeded, the site did not do it".formatted(command));
    }
    if (state.equals("cancelled") && began.contains(command)) {
      add(
          Rule.INVENTED,
          "command %d is said to have been cancelled before it began, and it began"
              .formatted(command));
    }
  }

  private void add(Rule rule, String what) {
    violations.add(new Violation(rule, what));
  }
}
