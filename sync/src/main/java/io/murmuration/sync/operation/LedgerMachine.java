package io.murmuration.sync.operation;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.Ledger.Entry;
import io.murmuration.sync.operation.Report.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The agent's half. Pure. The driver feeds one event at a time: it makes the next ledger durable
 * before it performs the effects or takes the next event. If the write fails it tries again: no
 * event may be dropped, or a run that ended would be shown as running for ever.
 *
 * <p>RUNNING is durable before a run starts, so after a crash it means "perhaps started": it is
 * never started again, but probed or openly unknown. ACCEPTED means "certainly not started".
 */
public final class LedgerMachine {
  private static final Payload NOTHING = Payload.of("");

  private LedgerMachine() {}

  public static LedgerStep step(Ledger ledger, LedgerEvent event) {
    return switch (event) {
      case LedgerEvent.Offered offered -> offered(ledger, offered);
      case LedgerEvent.Refused(var id, var why) -> refused(ledger, id, why);
      case LedgerEvent.CancelAsked(var id) -> cancel(ledger, id);
      case LedgerEvent.Ended(var id, var success, var details, var result) ->
          running(
              ledger,
              id,
              new Report(id, success ? State.SUCCEEDED : State.FAILED, 100, details, result));
      case LedgerEvent.Restarted _ -> restarted(ledger);
      case LedgerEvent.Probed(var id, var result, var details) ->
          running(ledger, id, new Report(id, afterProbe(result), 0, details, NOTHING));
      case LedgerEvent.Connected(var hubEpoch) -> connected(ledger.seen(hubEpoch));
      case LedgerEvent.Confirmed(var id) -> confirmed(ledger, id);
    };
  }

  private static State afterProbe(LedgerEvent.ProbeResult result) {
    return switch (result) {
      case SUCCEEDED -> State.SUCCEEDED;
      case FAILED -> State.FAILED;
      case NOT_STARTED -> State.CANCELLED;
      case CANNOT_TELL -> State.UNKNOWN;
    };
  }

  private static LedgerStep offered(Ledger ledger, LedgerEvent.Offered offered) {
    var order = offered.order();
    var id = order.id();
    var known = ledger.find(id);
    if (known.isPresent()) {
      return new LedgerStep(ledger, List.of(new LedgerEffect.Tell(known.get().report())));
    }
    if (!offered.journal().equals(ledger.journal())) {
      return add(ledger, order, State.UNKNOWN, "it was offered to another journal first");
    }
    if (order.hubEpoch() < ledger.hubEpoch()) {
      return add(
          ledger,
          order,
          State.CANCELLED,
          "refused: ordered in hub epoch "
              + order.hubEpoch()
              + " (expected: at least "
              + ledger.hubEpoch()
              + ")");
    }
    if (offered.late()) {
      return add(ledger, order, State.CANCELLED, "its deadline passed before it was started");
    }
    var now = ledger.seen(order.hubEpoch());
    if (order.mutating() && now.isBusy()) {
      return add(now, order, State.ACCEPTED, "waits for another operation to end");
    }
    var started = add(now, order, State.RUNNING, "");
    return and(started, new LedgerEffect.Start(id));
  }

  private static LedgerStep add(Ledger ledger, Order order, State state, String details) {
    var report = new Report(order.id(), state, 0, details, NOTHING);
    var entry =
        new Entry(ledger.arrivals() + 1, order.mutating(), order.afterCrash(), report, false);
    return new LedgerStep(ledger.with(entry), List.of(new LedgerEffect.Tell(report)));
  }

  private static LedgerStep refused(Ledger ledger, OperationId id, String why) {
    var known = ledger.find(id);
    return known.isPresent()
        ? new LedgerStep(ledger, List.of(new LedgerEffect.Tell(known.get().report())))
        : neverRan(ledger, new Report(id, State.FAILED, 0, why, NOTHING));
  }

  /** Remembered without an order: it must not run, should the order come later. */
  private static LedgerStep neverRan(Ledger ledger, Report report) {
    var entry = new Entry(ledger.arrivals() + 1, false, AfterCrash.UNKNOWN, report, false);
    return new LedgerStep(ledger.with(entry), List.of(new LedgerEffect.Tell(report)));
  }

  private static LedgerStep cancel(Ledger ledger, OperationId id) {
    var entry = ledger.find(id).orElse(null);
    var cancelled = new Report(id, State.CANCELLED, 0, "cancelled before it started", NOTHING);
    if (entry == null) { // remembered: the order may still be on its way
      return neverRan(ledger, cancelled);
    }
    return switch (entry.report().state()) {
      case ACCEPTED ->
          new LedgerStep(
              ledger.with(entry.report(cancelled)), List.of(new LedgerEffect.Tell(cancelled)));
      case RUNNING -> new LedgerStep(ledger, List.of(new LedgerEffect.Interrupt(id)));
      case SUCCEEDED, FAILED, CANCELLED, UNKNOWN ->
          new LedgerStep(ledger, List.of(new LedgerEffect.Tell(entry.report())));
    };
  }

  /** Applies news about a run; what is not running (any more) takes none. */
  private static LedgerStep running(Ledger ledger, OperationId id, Report report) {
    var entry = ledger.find(id).orElse(null);
    if (entry == null || !entry.is(State.RUNNING)) {
      return new LedgerStep(ledger, List.of());
    }
    var next =
        new LedgerStep(ledger.with(entry.report(report)), List.of(new LedgerEffect.Tell(report)));
    return report.state().isFinal() ? startWaiting(next) : next;
  }

  private static LedgerStep restarted(Ledger ledger) {
    var step = new LedgerStep(ledger, List.of());
    for (var entry : ledger.entries().values()) {
      if (!entry.is(State.RUNNING)) {
        continue;
      }
      var id = entry.report().id();
      step =
          switch (entry.afterCrash()) {
            case PROBE -> and(step, new LedgerEffect.Probe(id));
            case UNKNOWN -> {
              var lost = new Report(id, State.UNKNOWN, 0, "the run was interrupted", NOTHING);
              yield and(
                  new LedgerStep(step.next().with(entry.report(lost)), step.afterDurable()),
                  new LedgerEffect.Tell(lost));
            }
          };
    }
    return startWaiting(step);
  }

  /** The waiting ones start in the order in which they came, one mutating at a time. */
  private static LedgerStep startWaiting(LedgerStep step) {
    var ledger = step.next();
    if (ledger.isBusy()) {
      return step;
    }
    var first =
        ledger.entries().values().stream()
            .filter(entry -> entry.is(State.ACCEPTED))
            .min(Comparator.comparingLong(Entry::arrival));
    if (first.isEmpty()) {
      return step;
    }
    var id = first.get().report().id();
    var report = new Report(id, State.RUNNING, 0, "", NOTHING);
    var next = new LedgerStep(ledger.with(first.get().report(report)), step.afterDurable());
    return and(and(next, new LedgerEffect.Tell(report)), new LedgerEffect.Start(id));
  }

  private static LedgerStep connected(Ledger ledger) {
    var effects = new ArrayList<LedgerEffect>();
    for (var entry : ledger.entries().values()) {
      if (!entry.stored()) {
        effects.add(new LedgerEffect.Tell(entry.report()));
      }
    }
    return new LedgerStep(ledger, effects);
  }

  /** Only the id and how it ended are kept: details and results may be large. */
  private static LedgerStep confirmed(Ledger ledger, OperationId id) {
    var entry = ledger.find(id).orElse(null);
    if (entry == null || !entry.report().state().isFinal() || entry.stored()) {
      return new LedgerStep(ledger, List.of());
    }
    var rest = new Report(id, entry.report().state(), entry.report().percent(), "", NOTHING);
    var kept = new Entry(entry.arrival(), entry.mutating(), entry.afterCrash(), rest, true);
    return new LedgerStep(ledger.with(kept), List.of());
  }

  private static LedgerStep and(LedgerStep step, LedgerEffect effect) {
    var effects = new ArrayList<>(step.afterDurable());
    effects.add(effect);
    return new LedgerStep(step.next(), effects);
  }
}
