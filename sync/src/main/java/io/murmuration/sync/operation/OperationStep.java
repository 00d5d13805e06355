package io.murmuration.sync.operation;

import java.util.List;

/** The row to store and what to do after it is committed. */
public record OperationStep(Operation next, List<OperationEffect> afterCommit) {
  public OperationStep {
    afterCommit = List.copyOf(afterCommit);
  }
}
