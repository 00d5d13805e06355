package io.murmuration.sync.hub;

import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.status.AlarmRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings one kind of one connected subcloud to what is wanted.
 *
 * <p>Level-triggered: an event first updates what is known; then, unless an attempt is under way,
 * {@link #next} compares wanted with observed and picks the phase. So nothing relies on an event
 * that was not lost, and a newer wanted set that arrives during an attempt is found after it.
 *
 * <p>One attempt at a time; an answer to any other attempt is stale and dropped.
 */
public final class KindMachine implements HubMachine {
  /** An unanswered question is asked again, but not more often than this. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  private final RetryPolicy policy;

  public KindMachine(RetryPolicy policy) {
    this.policy = policy;
  }

  @Override
  public Step step(KindState state, KindEvent event, Inputs inputs, long nowNanos) {
    var effects = new ArrayList<Effect>();
    var after =
        switch (event) {
          case KindEvent.Seen seen -> seen(state, seen, inputs, nowNanos, effects);
          case KindEvent.Doubted(var why) -> state.doubt(why);
          case KindEvent.Confirmed _ -> state.doubt(null);
          case KindEvent.Wanted(var wanted) -> wanted(state.wanted(wanted), inputs, effects);
          case KindEvent.InputsChanged _ -> inputsChanged(state, inputs, effects);
          case KindEvent.Permitted _ -> permitted(state, inputs, effects);
          case KindEvent.NotSent(var attempt) -> notSent(state, attempt, effects);
          case KindEvent.StreamReady _ ->
              state.phase() instanceof Phase.Blocked ? next(state, inputs, effects) : state;
          case KindEvent.Answered(var attempt, var answer) ->
              answered(state, attempt, answer, inputs, effects);
          case KindEvent.TakesLong(var attempt) -> takesLong(state, attempt, effects);
          case KindEvent.TimedOut(var attempt) -> timedOut(state, attempt, effects);
          case KindEvent.RetryDue(var attempt) -> retryDue(state, attempt, inputs, effects);
          case KindEvent.RetryAsked _ -> retryAsked(state, inputs, effects);
        };
    return new Step(after, effects);
  }

  private KindState seen(
      KindState state, KindEvent.Seen seen, Inputs inputs, long now, List<Effect> effects) {
    var holding = seen.holding();
    var known = state.holding();
    if (known != null && state.ancestor() && known.revision().isAfter(holding.revision())) {
      return state; // overtaken by the answer to a later push
    }
    boolean drifted = state.isAsWanted() || state.isRefused();
    // Only pushes of this session move what the site holds: a history once known stays known.
    var after =
        state
            .seen(holding, seen.ancestor() || (known != null && state.ancestor()))
            .doubt(holding.digest() == null ? state.doubt() : null);
    if (isUnderWay(after)) {
      return after; // compared when the attempt ends
    }
    drifted = drifted && !after.isAsWanted() && !after.isRefused();
    if (drifted && mayPush(after, inputs)) {
      return repair(after, inputs, now, effects);
    }
    return after.phase() instanceof Phase.BackingOff && !after.isAsWanted()
        ? after
        : next(after, inputs, effects);
  }

  /** Drift at the site: repair, but not for ever against somebody who changes it back. */
  private KindState repair(KindState state, Inputs inputs, long now, List<Effect> effects) {
    var recent = new ArrayList<Long>();
    for (var began : state.repairs()) {
      if (now - began <= policy.contestedWithin().toNanos()) {
        recent.add(began);
      }
    }
    if (recent.size() >= policy.contestedRepairs()) {
      withdrawIf(state.phase() instanceof Phase.Queued, effects);
      effects.add(new Effect.ArmRetry(state.attempts(), policy.contestedPause()));
      return state
          .repairs(List.of())
          .phase(
              new Phase.BackingOff(
                  state.attempts(),
                  "contested: repaired "
                      + recent.size()
                      + " times within "
                      + policy.contestedWithin().toMinutes()
                      + " min and changed again at the site"));
    }
    recent.add(now);
    return next(state.repairs(recent), inputs, effects);
  }

  private KindState wanted(KindState state, Inputs inputs, List<Effect> effects) {
    if (isUnderWay(state) || state.phase() instanceof Phase.Blocked) {
      return state;
    }
    return next(state, inputs, effects); // also out of a back-off: something new is worth a try
  }

  private KindState inputsChanged(KindState state, Inputs inputs, List<Effect> effects) {
    if (isUnderWay(state)) {
      return state; // the answer is still wanted: it tells what the site has
    }
    return next(state, inputs, effects);
  }

  private KindState permitted(KindState state, Inputs inputs, List<Effect> effects) {
    if (!(state.phase() instanceof Phase.Queued) || isNothingToDo(state, inputs)) {
      effects.add(new Effect.ReturnPermit());
      return state.phase() instanceof Phase.Queued
          ? next(state.phase(Phase.SETTLED), inputs, effects)
          : state;
    }
    var holding = state.holding();
    // Trying refused items again takes everything: a difference does not list a refused deletion.
    boolean full = state.sendFull() || state.retryRefused() || holding == null || !state.ancestor();
    var from = full || holding == null ? Revision.NONE : holding.revision();
    var after = state.inFlight(state.attempts() + 1);
    effects.add(
        new Effect.Push(after.attempts(), state.wanted(), from, full, state.retryRefused()));
    return after;
  }

  private KindState notSent(KindState state, long attempt, List<Effect> effects) {
    if (!isCurrent(state, attempt)) {
      return state;
    }
    releaseIfHeld(state, effects);
    effects.add(new Effect.DisarmTimers());
    return landed(state).phase(Phase.BLOCKED);
  }

  private KindState answered(
      KindState state, long attempt, Answer answer, Inputs inputs, List<Effect> effects) {
    if (!(state.phase() instanceof Phase.InFlight flight) || flight.attempt() != attempt) {
      return state; // stale: of an earlier attempt, or given up already
    }
    releaseIfHeld(state, effects);
    effects.add(new Effect.DisarmTimers());
    return switch (answer) {
      case Answer.Finished(var holding) -> {
        var after =
            state
                .seen(holding, true)
                .doubt(null)
                .phase(Phase.SETTLED)
                .asking(false, state.retryRefused());
        after = after.refusedAs(holding.refusals().isEmpty() ? null : holding.digest());
        boolean finished = !flight.to().isAfter(holding.revision()) && holding.digest() != null;
        boolean arrived =
            finished && (flight.target().equals(holding.digest()) || !holding.refusals().isEmpty());
        boolean newer = after.wanted().revision().isAfter(flight.to());
        yield arrived || newer
            ? next(after.tries(0), inputs, effects)
            : backOff(after, "the values read back are not the ones written", effects);
      }
      case Answer.Deferred(var retryAfter, var reason, var items) -> {
        effects.add(new Effect.ArmRetry(attempt, bounded(retryAfter)));
        yield landed(state)
            .phase(
                new Phase.BackingOff(
                    attempt,
                    "deferred by the site: " + reason,
                    AlarmRule.isQuiet(state.wanted().kind(), items)));
      }
      case Answer.NeedFull _ ->
          state.sendFull()
              ? backOff(landed(state), "the agent cannot follow the revisions sent", effects)
              : next(fullNext(landed(state)), inputs, effects);
      case Answer.Rejected(var reason) -> backOff(landed(state), "rejected: " + reason, effects);
    };
  }

  private static KindState fullNext(KindState state) {
    return state.asking(true, state.retryRefused()).phase(Phase.SETTLED);
  }

  /** An attempt ended without success: what an operator asked of it is asked of the next one. */
  private static KindState landed(KindState state) {
    return state.phase() instanceof Phase.InFlight flight && flight.retried()
        ? state.asking(state.sendFull(), true)
        : state;
  }

  /** A site may not make the hub try in a tight loop, nor put itself to sleep for good. */
  private Duration bounded(Duration wish) {
    if (wish.compareTo(policy.first()) < 0) {
      return policy.first();
    }
    return wish.compareTo(longestPause()) > 0 ? longestPause() : wish;
  }

  private KindState takesLong(KindState state, long attempt, List<Effect> effects) {
    if (!(state.phase() instanceof Phase.InFlight flight)
        || flight.attempt() != attempt
        || flight.parked()) {
      return state;
    }
    effects.add(new Effect.ReturnPermit());
    return state.phase(flight.park());
  }

  private KindState timedOut(KindState state, long attempt, List<Effect> effects) {
    if (!isCurrent(state, attempt)) {
      return state;
    }
    releaseIfHeld(state, effects);
    effects.add(new Effect.DisarmTimers());
    return backOff(landed(state), "no answer to the last push", effects);
  }

  private KindState retryDue(KindState state, long attempt, Inputs inputs, List<Effect> effects) {
    if (state.attempts() != attempt) {
      return state;
    }
    return switch (state.phase()) {
      case Phase.BackingOff _ -> next(state, inputs, effects);
      case Phase.Asking _ ->
          next(state.tries(state.tries() + 1).phase(Phase.SETTLED), inputs, effects);
      case Phase.Settled _, Phase.Queued _, Phase.Blocked _, Phase.InFlight _ -> state;
    };
  }

  private KindState retryAsked(KindState state, Inputs inputs, List<Effect> effects) {
    var after = state.asking(state.sendFull(), true).tries(0);
    return isUnderWay(after) ? after : next(after, inputs, effects);
  }

  private KindState backOff(KindState state, String reason, List<Effect> effects) {
    int tries = state.tries() + 1;
    effects.add(new Effect.ArmRetry(state.attempts(), policy.delay(tries)));
    return state.tries(tries).phase(new Phase.BackingOff(state.attempts(), reason));
  }

  /** Compares and picks the phase. Called only when no attempt is under way. */
  private KindState next(KindState state, Inputs inputs, List<Effect> effects) {
    boolean queued = state.phase() instanceof Phase.Queued;
    boolean nothingToDo = isNothingToDo(state, inputs);
    var holding = state.holding();
    if (!nothingToDo && (holding == null || holding.digest() == null)) {
      if (state.phase() instanceof Phase.Asking) {
        return state;
      }
      withdrawIf(queued, effects);
      effects.add(new Effect.Ask());
      effects.add(new Effect.ArmRetry(state.attempts(), askAgain(state)));
      return state.phase(Phase.ASKING);
    }
    if (nothingToDo) {
      withdrawIf(queued, effects);
      return state.phase(Phase.SETTLED);
    }
    if (!queued) {
      effects.add(new Effect.AskPermit(state.tries() > 0));
    }
    return state.phase(Phase.QUEUED);
  }

  private Duration askAgain(KindState state) {
    var delay = policy.delay(state.tries() + 1);
    return delay.compareTo(ASK_AGAIN) < 0 ? ASK_AGAIN : delay;
  }

  private static boolean isNothingToDo(KindState state, Inputs inputs) {
    return (state.isAsWanted() && !state.retryRefused())
        || state.isRefused()
        || !mayPush(state, inputs);
  }

  private static void withdrawIf(boolean queued, List<Effect> effects) {
    if (queued) {
      effects.add(new Effect.WithdrawPermit());
    }
  }

  private static boolean mayPush(KindState state, Inputs inputs) {
    return inputs.managed()
        && inputs.online()
        && inputs.hold() == null
        && !state.isHeldByConflict(inputs)
        && !state.isAhead();
  }

  private static boolean isUnderWay(KindState state) {
    return state.phase() instanceof Phase.InFlight;
  }

  private static boolean isCurrent(KindState state, long attempt) {
    return state.phase() instanceof Phase.InFlight flight && flight.attempt() == attempt;
  }

  private static void releaseIfHeld(KindState state, List<Effect> effects) {
    if (state.phase().holdsPermit()) {
      effects.add(new Effect.ReturnPermit());
    }
  }

  /** The longest a failed attempt waits. */
  public Duration longestPause() {
    return policy.most().compareTo(policy.contestedPause()) > 0
        ? policy.most()
        : policy.contestedPause();
  }
}
