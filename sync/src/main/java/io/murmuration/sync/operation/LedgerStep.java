package io.murmuration.sync.operation;

import java.util.List;

/** The ledger to make durable (if it changed) and what to do after it is. */
public record LedgerStep(Ledger next, List<LedgerEffect> afterDurable) {
  public LedgerStep {
    afterDurable = List.copyOf(afterDurable);
  }
}
