package io.murmuration.sync.operation;

import io.murmuration.sync.operation.Operation.Stage;
import java.util.List;

/**
 * The hub's half. Pure.
 *
 * <p>An operation is offered to one journal only, and that journal's name is in the row before the
 * first frame leaves: if another journal shows up, nobody can tell whether the first one ran it,
 * and the outcome is openly unknown. Offering again to the same journal is safe, because a ledger
 * never runs an id twice.
 */
public final class OperationMachine {
  private OperationMachine() {}

  public static OperationStep step(Operation row, OperationEvent event) {
    return switch (event) {
      case OperationEvent.Connected(var journal, var hubEpoch) -> connected(row, journal, hubEpoch);
      case OperationEvent.Reported(var journal, var report) -> reported(row, journal, report);
      case OperationEvent.CancelAsked _ -> cancel(row, "cancelled before it was sent");
      case OperationEvent.DeadlinePassed _ ->
          row.stage() instanceof Stage.Running
              ? stay(row)
              : cancel(row, "its deadline passed before it was sent");
      case OperationEvent.FoundOut(var outcome, var details) ->
          row.stage() instanceof Stage.OutcomeUnknown
              ? stay(row.stage(new Stage.Settled(outcome, details)))
              : stay(row);
    };
  }

  private static OperationStep connected(Operation row, String journal, long hubEpoch) {
    return switch (row.stage()) {
      case Stage.Created _ ->
          row.order().hubEpoch() < hubEpoch
              // the history that was lost at the recovery may have offered it
              ? unknown(row, "ordered before the hub was recovered")
              : new OperationStep(row.offeredTo(journal), List.of(OperationEffect.SEND));
      case Stage.Offered _, Stage.Accepted _, Stage.Running _ -> {
        if (!journal.equals(row.journal())) {
          yield unknown(row, "the agent's journal that had it is gone");
        }
        if (row.cancelAsked()) {
          yield new OperationStep(row, List.of(OperationEffect.SEND_CANCEL));
        }
        // An agent refuses orders of a former hub epoch. What its ledger has open, it reports by
        // itself,
        // and that counts; but what ended in the time that was lost, it was told to be done with.
        yield row.order().hubEpoch() < hubEpoch
            ? unknown(row, "offered before the hub was recovered")
            : new OperationStep(row, List.of(OperationEffect.SEND));
      }
      case Stage.Settled _, Stage.OutcomeUnknown _ -> stay(row);
    };
  }

  private static OperationStep reported(Operation row, String journal, Report report) {
    if (!report.id().equals(row.order().id()) || !journal.equals(row.journal())) {
      return stay(row); // not the journal it was offered to: says nothing about the first one
    }
    if (row.stage() instanceof Stage.Settled) {
      return report.state().isFinal() ? confirm(row) : stay(row);
    }
    return switch (report.state()) {
      case ACCEPTED ->
          row.stage() instanceof Stage.Offered ? stay(row.stage(new Stage.Accepted())) : stay(row);
      case RUNNING -> stay(row.stage(new Stage.Running(report.percent(), report.details())));
      case SUCCEEDED -> settle(row, Outcome.SUCCEEDED, report.details());
      case FAILED -> settle(row, Outcome.FAILED, report.details());
      case CANCELLED -> settle(row, Outcome.CANCELLED, report.details());
      case UNKNOWN -> confirm(row.stage(new Stage.OutcomeUnknown(report.details())));
    };
  }

  private static OperationStep cancel(Operation row, String why) {
    return switch (row.stage()) {
      case Stage.Created _ -> stay(row.stage(new Stage.Settled(Outcome.CANCELLED, why)));
      case Stage.Offered _, Stage.Accepted _, Stage.Running _ ->
          new OperationStep(row.cancelled(), List.of(OperationEffect.SEND_CANCEL));
      case Stage.Settled _, Stage.OutcomeUnknown _ -> stay(row);
    };
  }

  private static OperationStep settle(Operation row, Outcome outcome, String details) {
    return confirm(row.stage(new Stage.Settled(outcome, details)));
  }

  private static OperationStep unknown(Operation row, String why) {
    return stay(row.stage(new Stage.OutcomeUnknown(why)));
  }

  private static OperationStep confirm(Operation row) {
    return new OperationStep(row, List.of(OperationEffect.CONFIRM));
  }

  private static OperationStep stay(Operation row) {
    return new OperationStep(row, List.of());
  }
}
