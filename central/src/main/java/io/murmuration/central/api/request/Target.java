package io.murmuration.central.api.request;

import java.util.List;

/** For whom something is ordered. References are ids if they consist of digits, otherwise names. */
public sealed interface Target {
  /**
   * @param refs at least one, none twice
   */
  record Subclouds(List<String> refs) implements Target {
    public Subclouds {
      refs = List.copyOf(refs);
    }
  }

  /** All subclouds of a group as it is when the order is carried out. */
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
