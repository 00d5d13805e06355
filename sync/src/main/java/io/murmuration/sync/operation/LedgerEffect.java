package io.murmuration.sync.operation;

/** What the agent does after the ledger is durable. */
public sealed interface LedgerEffect {
  /** Run it, once: answered by Ended. */
  record Start(OperationId id) implements LedgerEffect {}

  /** Ask the run to stop; it ends in its own way. */
  record Interrupt(OperationId id) implements LedgerEffect {}

  /** Ask the site how far the interrupted run came. */
  record Probe(OperationId id) implements LedgerEffect {}

  /** Tell the hub, if a stream is open. */
  record Tell(Report report) implements LedgerEffect {}
}
