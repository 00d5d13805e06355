package io.murmuration.central.status;

import java.util.List;

/** Reports that are written in one go. At most one per (subcloud, kind), and one per subcloud. */
public record StatusBatch(
    List<StatusReport> kinds, List<AvailabilityReport> availabilities, List<AlarmsReport> alarms) {
  public StatusBatch {
    kinds = List.copyOf(kinds);
    availabilities = List.copyOf(availabilities);
    alarms = List.copyOf(alarms);
  }

  static StatusBatch of(List<StatusReport> kinds) {
    return new StatusBatch(kinds, List.of(), List.of());
  }

  /** In the order in which they are written: what comes first comes first. Of at least two. */
  List<StatusBatch> halves() {
    if (Math.max(kinds.size(), Math.max(availabilities.size(), alarms.size())) < size()) {
      return List.of(
              of(kinds),
              new StatusBatch(List.of(), availabilities, List.of()),
              new StatusBatch(List.of(), List.of(), alarms))
          .stream()
          .filter(part -> !part.isEmpty())
          .toList();
    }
    int k = kinds.size() / 2;
    int a = availabilities.size() / 2;
    int s = alarms.size() / 2;
    return List.of(
        new StatusBatch(kinds.subList(0, k), availabilities.subList(0, a), alarms.subList(0, s)),
        new StatusBatch(
            kinds.subList(k, kinds.size()),
            availabilities.subList(a, availabilities.size()),
            alarms.subList(s, alarms.size())));
  }

  int size() {
    return kinds.size() + availabilities.size() + alarms.size();
  }

  boolean isEmpty() {
    return kinds.isEmpty() && availabilities.isEmpty() && alarms.isEmpty();
  }
}
