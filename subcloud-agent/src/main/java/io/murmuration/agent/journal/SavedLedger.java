package io.murmuration.agent.journal;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.Ledger;
import io.murmuration.sync.operation.OperationId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is kept of operations.
 *
 * @param ordered what those that have not ended were asked to do, but for secrets
 */
public record SavedLedger(Ledger ledger, SortedMap<OperationId, Ordered> ordered) {
  public SavedLedger {
    ordered = Collections.unmodifiableSortedMap(new TreeMap<>(ordered));
  }

  /**
   * What an operation was asked to do.
   *
   * @param type its name
   */
  public record Ordered(String type, Payload arguments) {}

  static SavedLedger empty(String journal) {
    return new SavedLedger(Ledger.empty(journal), Collections.emptySortedMap());
  }
}
