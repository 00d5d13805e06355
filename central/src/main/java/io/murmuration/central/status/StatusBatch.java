package io.murmuration.central.status;

import java.util.List;

/** Reports that are written in one transaction. At most one per (subcloud, kind). */
public record StatusBatch(List<StatusReport> kinds, List<AvailabilityReport> availabilities) {
  public StatusBatch {
    kinds = List.copyOf(kinds);
    availabilities = List.copyOf(availabilities);
  }

  /** Kinds before availabilities, as they are written. Of at least two reports. */
  List<StatusBatch> halves() {
    if (!kinds.isEmpty() && !availabilities.isEmpty()) {
      return List.of(new StatusBatch(kinds, List.of()), new StatusBatch(List.of(), availabilities));
    }
    int k = kinds.size() / 2;
    int a = availabilities.size() / 2;
    return List.of(
        new StatusBatch(kinds.subList(0, k), availabilities.subList(0, a)),
        new StatusBatch(
            kinds.subList(k, kinds.size()), availabilities.subList(a, availabilities.size())));
  }

  int size() {
    return kinds.size() + availabilities.size();
  }

  boolean isEmpty() {
    return kinds.isEmpty() && availabilities.isEmpty();
  }
}
