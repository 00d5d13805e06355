package io.murmuration.sync.hub;

import static io.murmuration.sync.testing.Declared.key;
import static io.murmuration.sync.testing.Declared.present;
import static io.murmuration.sync.testing.Declared.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.WantedSet;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KindMachineTest {
  private static final Inputs MANAGED = new Inputs(1, true, true, null);
  private static final Digest OTHER = new Digest(9, 9, 9, 9);
  private static final WantedSet FIVE = wanted(present(5, "dns/a", "x"));
  private static final WantedSet SIX = wanted(present(6, "dns/a", "y"));
  private static final RetryPolicy POLICY = RetryPolicy.DEFAULT;

  private final KindMachine machine = new KindMachine(POLICY);
  private KindState state = KindState.fresh(FIVE, 100);
  private Inputs inputs = MANAGED;
  private long now;
  private List<Effect> effects = List.of();

  @Test
  void aSiteThatDiffersIsQueuedPushedAndSettled() {
    seen(3, OTHER);
    assertThat(effects).containsExactly(new Effect.AskPermit(false));
    on(new KindEvent.Permitted());
    assertThat(effects).containsExactly(new Effect.Push(101, FIVE, new Revision(3), false, false));
    on(new KindEvent.Answered(101, finished(5, FIVE.digest())));

    assertThat(effects).containsExactly(new Effect.ReturnPermit(), new Effect.DisarmTimers());
    assertThat(state.phase()).isEqualTo(Phase.SETTLED);
    assertThat(state.isAsWanted()).isTrue();
  }

  @Test
  void aSiteThatIsAsWantedIsLeftAlone() {
    seen(5, FIVE.digest());

    assertThat(effects).isEmpty();
    assertThat(state.phase()).isEqualTo(Phase.SETTLED);
  }

  @Test
  void anAnswerToAnotherAttemptIsIgnored() {
    inFlight();
    var before = state;
    on(new KindEvent.Answered(100, finished(5, FIVE.digest())));

    assertThat(state).isEqualTo(before);
    assertThat(effects).isEmpty();
  }

  @Test
  void anAnswerAfterTheTimeOutIsIgnored() {
    inFlight();
    on(new KindEvent.TimedOut(101));
    var before = state;
    on(new KindEvent.Answered(101, finished(5, FIVE.digest())));

    assertThat(state).isEqualTo(before);
  }

  @Test
  void whatBecomesWantedDuringAnAttemptIsPushedAfterIt() {
    inFlight();
    on(new KindEvent.Wanted(SIX));
    assertThat(effects).isEmpty();
    on(new KindEvent.Answered(101, finished(5, FIVE.digest())));

    assertThat(effects).contains(new Effect.AskPermit(false));
    assertThat(state.phase()).isEqualTo(Phase.QUEUED);
  }

  @Test
  void aSlowAnswerHandsThePermitBackOnce() {
    inFlight();
    on(new KindEvent.TakesLong(101));
    assertThat(effects).containsExactly(new Effect.ReturnPermit());
    on(new KindEvent.TakesLong(101));
    assertThat(effects).isEmpty();
    on(new KindEvent.TimedOut(101));
    assertThat(effects).doesNotContain(new Effect.ReturnPermit());
  }

  @Test
  void failuresBackOffLongerAndLongerAndAreSuspect() {
    inFlight();
    on(new KindEvent.TimedOut(101));
    assertThat(effects).contains(new Effect.ArmRetry(101, Duration.ofSeconds(2)));
    on(new KindEvent.RetryDue(101));
    assertThat(effects).containsExactly(new Effect.AskPermit(true));
    on(new KindEvent.Permitted());
    on(new KindEvent.Answered(102, new Answer.Rejected("?")));
    assertThat(effects).contains(new Effect.ArmRetry(102, Duration.ofSeconds(4)));
  }

  @Test
  void needFullIsAnsweredWithEverythingAtOnceButOnlyOnce() {
    inFlight();
    on(new KindEvent.Answered(101, new Answer.NeedFull()));
    on(new KindEvent.Permitted());
    assertThat(effects).containsExactly(new Effect.Push(102, FIVE, Revision.NONE, true, false));
    on(new KindEvent.Answered(102, new Answer.NeedFull()));
    assertThat(state.phase()).isInstanceOf(Phase.BackingOff.class);
  }

  @Test
  void aDeferralWaitsAsLongAsTheSiteAsksWithinBounds() {
    inFlight();
    on(new KindEvent.Answered(101, new Answer.Deferred(Duration.ofSeconds(7), "busy")));
    assertThat(effects).contains(new Effect.ArmRetry(101, Duration.ofSeconds(7)));

    on(new KindEvent.RetryDue(101));
    on(new KindEvent.Permitted());
    on(new KindEvent.Answered(102, new Answer.Deferred(Duration.ZERO, "busy")));
    assertThat(effects).contains(new Effect.ArmRetry(102, POLICY.first()));

    on(new KindEvent.RetryDue(102));
    on(new KindEvent.Permitted());
    on(new KindEvent.Answered(103, new Answer.Deferred(Duration.ofDays(9999), "busy")));
    assertThat(effects).contains(new Effect.ArmRetry(103, machine.longestPause()));
  }

  @Test
  void refusalsAreNotPushedAgainUntilSomethingChanges() {
    refused();
    assertThat(state.phase()).isEqualTo(Phase.SETTLED);
    assertThat(state.isRefused()).isTrue();
    on(new KindEvent.Wanted(SIX));
    assertThat(state.phase()).isEqualTo(Phase.QUEUED);
  }

  @Test
  void anOperatorsRetrySendsEverythingAndTriesRefusedItems() {
    refused();
    on(new KindEvent.RetryAsked());
    on(new KindEvent.Permitted());

    assertThat(effects).containsExactly(new Effect.Push(102, FIVE, Revision.NONE, true, true));
  }

  @Test
  void aRetryAskedDuringAnAttemptIsNotForgottenByItsEnd() {
    inFlight();
    on(new KindEvent.RetryAsked());
    on(new KindEvent.Answered(101, finished(5, FIVE.digest())));
    on(new KindEvent.Permitted());

    assertThat(effects).containsExactly(new Effect.Push(102, FIVE, Revision.NONE, true, true));
  }

  @Test
  void aRetryThatFailsIsARetryAgain() {
    refused();
    on(new KindEvent.RetryAsked());
    on(new KindEvent.Permitted());
    on(new KindEvent.TimedOut(102));
    on(new KindEvent.RetryDue(102));
    on(new KindEvent.Permitted());

    assertThat(effects).containsExactly(new Effect.Push(103, FIVE, Revision.NONE, true, true));
  }

  @Test
  void aSiteOfWhichNothingComparableIsKnownIsAskedAgainAndAgain() {
    on(new KindEvent.Seen(new Holding(new Revision(3), null, List.of()), true));
    assertThat(effects).first().isEqualTo(new Effect.Ask());
    on(new KindEvent.Seen(new Holding(new Revision(3), null, List.of()), true));
    assertThat(effects).isEmpty();
    on(new KindEvent.RetryDue(100));
    assertThat(effects).first().isEqualTo(new Effect.Ask());
    seen(3, OTHER);
    assertThat(state.phase()).isEqualTo(Phase.QUEUED);
  }

  @Test
  void aFullStreamIsWaitedForWithoutAPermit() {
    inFlight();
    on(new KindEvent.NotSent(101));
    assertThat(effects).contains(new Effect.ReturnPermit());
    assertThat(state.phase()).isEqualTo(Phase.BLOCKED);
    on(new KindEvent.StreamReady());
    assertThat(effects).containsExactly(new Effect.AskPermit(false));
  }

  @Test
  void nothingIsPushedWhileUnmanagedOfflineHeldOrInConflict() {
    for (var no :
        List.of(
            new Inputs(1, false, true, null),
            new Inputs(1, true, false, null),
            new Inputs(1, true, true, "hold"))) {
      state = KindState.fresh(FIVE, 0);
      inputs = no;
      seen(3, OTHER);
      assertThat(state.phase()).isEqualTo(Phase.SETTLED);
      inputs = MANAGED;
      on(new KindEvent.InputsChanged());
      assertThat(state.phase()).isEqualTo(Phase.QUEUED);
      inputs = no;
      on(new KindEvent.InputsChanged());
      assertThat(effects).containsExactly(new Effect.WithdrawPermit());
    }
    inputs = MANAGED;
    state = KindState.fresh(FIVE, 0);
    on(new KindEvent.Seen(new Holding(new Revision(3), OTHER, List.of()), false));
    assertThat(effects).isEmpty();
  }

  @Test
  void anEqualDigestLiftsAConflictAndTheHistoryStaysKnown() {
    on(new KindEvent.Seen(new Holding(new Revision(30), FIVE.digest(), List.of()), false));
    on(new KindEvent.Permitted());
    assertThat(effects).containsExactly(new Effect.Push(101, FIVE, Revision.NONE, true, false));
    on(new KindEvent.Answered(101, finished(5, FIVE.digest())));
    on(new KindEvent.Seen(new Holding(new Revision(5), OTHER, List.of()), false));

    assertThat(state.isConflict()).isFalse();
    assertThat(state.phase()).isEqualTo(Phase.QUEUED);
  }

  @Test
  void aConflictThatAnOperatorDecidedIsSentAsAWhole() {
    on(new KindEvent.Seen(new Holding(new Revision(30), OTHER, List.of()), false));
    assertThat(state.isHeldByConflict(inputs)).isTrue();
    on(new KindEvent.Wanted(SIX));
    assertThat(effects).isEmpty();
    inputs = new Inputs(1, true, true, null, null, DriftPolicy.ENFORCE, Set.of(SIX.kind()));
    on(new KindEvent.InputsChanged());
    on(new KindEvent.Permitted());

    assertThat(effects).containsExactly(new Effect.Push(101, SIX, Revision.NONE, true, false));
    on(new KindEvent.Answered(101, finished(6, SIX.digest())));
    assertThat(state.isConflict()).isFalse();
    assertThat(state.isAsWanted()).isTrue();
  }

  @Test
  void aSiteAheadOfTheImageIsLeftAloneUntilTheImageCatchesUp() {
    seen(6, SIX.digest());
    assertThat(effects).isEmpty();
    on(new KindEvent.Wanted(SIX));

    assertThat(state.isAsWanted()).isTrue();
    assertThat(effects).isEmpty();
  }

  @Test
  void driftIsRepairedButNotForEverAgainstSomebodyWhoChangesItBack() {
    seen(5, FIVE.digest());
    for (int repair = 1; repair <= 3; repair++) {
      drift();
      assertThat(state.phase()).isEqualTo(Phase.QUEUED);
      on(new KindEvent.Permitted());
      on(new KindEvent.Answered(state.attempts(), finished(5, FIVE.digest())));
    }
    drift();

    assertThat(effects)
        .containsExactly(new Effect.ArmRetry(state.attempts(), POLICY.contestedPause()));
    assertThat(state.phase()).isInstanceOf(Phase.BackingOff.class);
  }

  @Test
  void repairsLongAgoDoNotCount() {
    seen(5, FIVE.digest());
    for (int repair = 1; repair <= 6; repair++) {
      now += Duration.ofMinutes(40).toNanos();
      drift();
      assertThat(state.phase()).isEqualTo(Phase.QUEUED);
      on(new KindEvent.Permitted());
      on(new KindEvent.Answered(state.attempts(), finished(5, FIVE.digest())));
    }
  }

  @Test
  void valuesThatDoNotReadBackAsWrittenBackOffInsteadOfSpinning() {
    inFlight();
    on(new KindEvent.Answered(101, finished(5, OTHER)));
    assertThat(state.phase()).isInstanceOf(Phase.BackingOff.class);

    on(new KindEvent.RetryDue(101));
    on(new KindEvent.Permitted());
    on(new KindEvent.Answered(102, finished(4, FIVE.digest())));
    assertThat(state.phase()).isInstanceOf(Phase.BackingOff.class);
  }

  @Test
  void aPermitThatComesTooLateIsHandedBack() {
    seen(5, FIVE.digest());
    on(new KindEvent.Permitted());

    assertThat(effects).containsExactly(new Effect.ReturnPermit());
  }

  /**
   * Walks at random and notes each pair of phase and event; then every pair must have been seen,
   * and in each the permit book-keeping must add up.
   */
  @Test
  void everyEventIsTakenInEveryPhaseAndPermitsAddUp() {
    var pairs = new TreeSet<String>();
    var random = new SplittableRandom(7);
    boolean held = false;
    for (int i = 0; i < 200_000; i++) {
      var event = anyEvent(random);
      if (event instanceof KindEvent.Permitted && held) {
        continue; // the lane never grants twice
      }
      pairs.add(state.phase().getClass().getSimpleName() + " " + event.getClass().getSimpleName());
      held |= event instanceof KindEvent.Permitted;
      if (random.nextInt(5) == 0) {
        inputs = new Inputs(1, random.nextInt(4) > 0, random.nextInt(4) > 0, null);
      }
      now += Duration.ofMinutes(random.nextInt(20)).toNanos();
      on(event);
      if (effects.contains(new Effect.ReturnPermit())) {
        assertThat(held).as("returned without having one").isTrue();
        held = false;
      }
      assertThat(state.phase().holdsPermit()).isEqualTo(held);
    }
    for (var phase : Phase.class.getPermittedSubclasses()) {
      for (var event : KindEvent.class.getPermittedSubclasses()) {
        assertThat(pairs).contains(phase.getSimpleName() + " " + event.getSimpleName());
      }
    }
  }

  private KindEvent anyEvent(SplittableRandom random) {
    long attempt = state.attempts() - (random.nextInt(4) == 0 ? 1 : 0);
    return switch (random.nextInt(13)) {
      case 0 ->
          new KindEvent.Seen(
              new Holding(
                  new Revision(3 + random.nextInt(4)),
                  random.nextInt(4) == 0 ? null : random.nextBoolean() ? OTHER : FIVE.digest(),
                  List.of()),
              random.nextInt(20) > 0);
      case 1 -> new KindEvent.Wanted(random.nextBoolean() ? FIVE : SIX);
      case 2 -> new KindEvent.InputsChanged();
      case 3 -> new KindEvent.Permitted();
      case 4 -> new KindEvent.NotSent(attempt);
      case 5 -> new KindEvent.StreamReady();
      case 6 -> new KindEvent.Answered(attempt, anyAnswer(random));
      case 7 -> new KindEvent.TakesLong(attempt);
      case 8 -> new KindEvent.TimedOut(attempt);
      case 9 -> new KindEvent.RetryDue(attempt);
      case 10 -> new KindEvent.Doubted("not observed");
      case 11 -> new KindEvent.Confirmed();
      default -> new KindEvent.RetryAsked();
    };
  }

  private static Answer anyAnswer(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> finished(5, FIVE.digest());
      case 1 -> finished(6, OTHER);
      case 2 -> new Answer.Deferred(Duration.ofSeconds(3), "later");
      case 3 -> new Answer.NeedFull();
      default -> new Answer.Rejected("no");
    };
  }

  private static Answer finished(long revision, Digest digest) {
    return new Answer.Finished(new Holding(new Revision(revision), digest, List.of()));
  }

  private void inFlight() {
    seen(3, OTHER);
    on(new KindEvent.Permitted());
  }

  private void refused() {
    inFlight();
    var refusal = new Refusal(key("dns/a"), OTHER, "no");
    on(
        new KindEvent.Answered(
            101, new Answer.Finished(new Holding(new Revision(5), OTHER, List.of(refusal)))));
  }

  private void drift() {
    seen(5, OTHER);
  }

  private void seen(long revision, Digest digest) {
    on(new KindEvent.Seen(new Holding(new Revision(revision), digest, List.of()), true));
  }

  private void on(KindEvent event) {
    var step = machine.step(state, event, inputs, now);
    state = step.state();
    effects = step.effects();
  }
}
