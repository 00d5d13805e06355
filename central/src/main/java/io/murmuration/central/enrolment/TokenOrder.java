package io.murmuration.central.enrolment;

import java.time.Duration;
import java.util.List;

/** What an operator orders: tokens for whom, valid for how long. */
record TokenOrder(Target target, Duration validFor) {
  /** References are ids if they consist of digits, otherwise names. */
  sealed interface Target {
    record Subclouds(List<String> refs) implements Target {
      public Subclouds {
        refs = List.copyOf(refs);
      }
    }

    record Group(String ref) implements Target {}

    /** For the audit trail. */
    default String describe() {
      return switch (this) {
        case Subclouds(var refs) when refs.size() == 1 -> "subcloud " + refs.getFirst();
        case Subclouds(var refs) ->
            "%d subclouds, %s to %s".formatted(refs.size(), refs.getFirst(), refs.getLast());
        case Group(var ref) -> "group " + ref;
      };
    }
  }
}
