package io.murmuration.sync.operation;

import io.murmuration.sync.model.Payload;

/** What can happen to an agent's ledger. */
public sealed interface LedgerEvent {
  /**
   * The hub sent Operate.
   *
   * @param journal the one it was first offered to
   * @param late its deadline has passed
   */
  record Offered(Order order, String journal, boolean late) implements LedgerEvent {}

  /** The hub sent Operate, and this agent cannot run it: it is remembered as failed. */
  record Refused(OperationId id, String why) implements LedgerEvent {}

  /** The hub sent Cancel. */
  record CancelAsked(OperationId id) implements LedgerEvent {}

  record Ended(OperationId id, boolean success, String details, Payload result)
      implements LedgerEvent {}

  /** The process started with this ledger: nothing that was running runs any more. */
  record Restarted() implements LedgerEvent {}

  /** The answer to {@link LedgerEffect.Probe}. */
  record Probed(OperationId id, ProbeResult result, String details) implements LedgerEvent {}

  /** A stream was welcomed by a hub of this epoch. */
  record Connected(long hubEpoch) implements LedgerEvent {}

  /** The hub has stored the final state. */
  record Confirmed(OperationId id) implements LedgerEvent {}

  /** What the site says about an interrupted run. */
  enum ProbeResult {
    SUCCEEDED,
    FAILED,
    /** It has no trace of it: as if it had never started; not started again all the same. */
    NOT_STARTED,
    CANNOT_TELL
  }
}
