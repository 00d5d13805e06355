package io.murmuration.sync.operation;

/** What can happen to an operation at the hub. */
public sealed interface OperationEvent {
  /**
   * The subcloud's stream is open, or it is this operation's turn on an open stream.
   *
   * @param journal of the agent, from Hello
   * @param hubEpoch of the hub now
   */
  record Connected(String journal, long hubEpoch) implements OperationEvent {}

  /** The agent said something about it, in Hello or later. */
  record Reported(String journal, Report report) implements OperationEvent {}

  /** Somebody wants it not to start. What has started is asked to stop, without a promise. */
  record CancelAsked() implements OperationEvent {}

  /** It should have started by now; what has not is cancelled. */
  record DeadlinePassed() implements OperationEvent {}

  /** A probe of the site or a person found out how it ended. */
  record FoundOut(Outcome outcome, String details) implements OperationEvent {}
}
