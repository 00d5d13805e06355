package io.murmuration.central.status;

import java.util.List;

/** Reports that are written in one transaction. At most one per (subcloud, kind). */
public record StatusBatch(List<StatusReport> kinds, List<AvailabilityReport> availabilities) {
  public StatusBatch {
    kinds = List.copyOf(kinds);
    availabilities = List.copyOf(availabilities);
  }

  boolean isEmpty() {
    return kinds.isEmpty() && availabilities.isEmpty();
  }
}
