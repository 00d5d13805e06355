package io.murmuration.sync.operation;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent's journal remembers of operations: every id it ever saw, for as long as the
 * subcloud exists, so that none runs twice. Immutable.
 *
 * @param journal the journal's own name
 * @param hubEpoch the highest one seen
 * @param arrivals number of the last entry: entries start in the order in which they came
 */
public record Ledger(
    String journal, long hubEpoch, long arrivals, SortedMap<OperationId, Entry> entries) {

  /**
   * One operation.
   *
   * @param arrival its place in the order of arrival
   * @param stored the hub has stored the final state: no need to report it again
   */
  public record Entry(
      long arrival, boolean mutating, AfterCrash afterCrash, Report report, boolean stored) {
    Entry report(Report next) {
      return new Entry(arrival, mutating, afterCrash, next, stored);
    }

    boolean is(Report.State state) {
      return report.state() == state;
    }
  }

  public Ledger {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  public static Ledger empty(String journal) {
    return new Ledger(journal, 0, 0, Collections.emptySortedMap());
  }

  public Optional<Entry> find(OperationId id) {
    return Optional.ofNullable(entries.get(id));
  }

  boolean isBusy() {
    return entries.values().stream().anyMatch(e -> e.mutating() && e.is(Report.State.RUNNING));
  }

  Ledger with(Entry entry) {
    var next = new TreeMap<>(entries);
    next.put(entry.report().id(), entry);
    return new Ledger(journal, hubEpoch, Math.max(arrivals, entry.arrival()), next);
  }

  Ledger seen(long epoch) {
    return epoch <= hubEpoch ? this : new Ledger(journal, epoch, arrivals, entries);
  }
}
