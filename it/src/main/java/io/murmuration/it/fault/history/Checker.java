package io.murmuration.it.fault.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds the guarantees against a history: nothing accepted is lost, nothing done twice, no site
 * goes back, <em>applied</em> is said only after it is durable at the site, nobody who was replaced
 * writes, nothing is shown fresh that is not. Pure.
 */
public final class Checker {
  private Checker() {}

  /** Every rule that is broken; none if the history may have happened. */
  public static List<Violation> check(List<Event> events) {
    return Stream.of(
            new ChangeRules(events).violations(),
            new SiteRules(events).violations(),
            new EpochRules(events).violations(),
            new FreshnessRules(events).violations(),
            new CommandRules(events).violations())
        .flatMap(List::stream)
        .toList();
  }

  /** Those of one type, in their order. */
  static <E extends Event> List<E> of(Class<E> type, List<Event> events) {
    var found = new ArrayList<E>();
    for (var event : events) {
      if (type.isInstance(event)) {
        found.add(type.cast(event));
      }
    }
    return found;
  }
}
