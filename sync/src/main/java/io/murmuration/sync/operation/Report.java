package io.murmuration.sync.operation;

import io.murmuration.sync.model.Payload;

/**
 * What an agent says about an operation.
 *
 * @param result machine-readable, defined by the operation's type
 */
public record Report(OperationId id, State state, int percent, String details, Payload result) {
  /** Where the agent's ledger has it. */
  public enum State {
    /** In the ledger, not started. */
    ACCEPTED,
    /** Perhaps started. */
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The run was interrupted and nobody can tell how far it came. */
    UNKNOWN;

    public boolean isFinal() {
      return this != ACCEPTED && this != RUNNING;
    }
  }
}
