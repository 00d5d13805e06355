package io.murmuration.sync.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.Report.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerMachineTest {
  private static final OperationId A = new OperationId(9, 1);
  private static final OperationId B = new OperationId(1, 1);

  private Ledger ledger = Ledger.empty("J");
  private List<LedgerEffect> effects = List.of();

  @Test
  void anOperationIsInTheLedgerAsRunningBeforeItStarts() {
    offer(A, AfterCrash.PROBE);

    assertThat(state(A)).isEqualTo(State.RUNNING);
    assertThat(effects).contains(new LedgerEffect.Start(A));
  }

  @Test
  void anIdNeverRunsTwice() {
    offer(A, AfterCrash.PROBE);
    offer(A, AfterCrash.PROBE);
    assertThat(effects).noneMatch(effect -> effect instanceof LedgerEffect.Start);
    ended(A);
    offer(A, AfterCrash.PROBE);
    assertThat(effects).noneMatch(effect -> effect instanceof LedgerEffect.Start);
    on(new LedgerEvent.Confirmed(A));
    offer(A, AfterCrash.PROBE);
    assertThat(effects).noneMatch(effect -> effect instanceof LedgerEffect.Start);
  }

  @Test
  void oneMutatingOperationRunsAtATimeAndTheOthersFollowInOrderOfArrival() {
    offer(A, AfterCrash.PROBE);
    var second = new OperationId(5, 5);
    offer(second, AfterCrash.PROBE);
    offer(B, AfterCrash.PROBE);
    assertThat(state(B)).isEqualTo(State.ACCEPTED);
    ended(A);

    assertThat(effects).contains(new LedgerEffect.Start(second));
    assertThat(state(B)).isEqualTo(State.ACCEPTED);
  }

  @Test
  void whatCannotBeRunIsRememberedAsFailedAndDoesNotStartLater() {
    on(new LedgerEvent.Refused(A, "no such type"));
    assertThat(state(A)).isEqualTo(State.FAILED);
    offer(A, AfterCrash.PROBE);
    assertThat(effects).noneMatch(effect -> effect instanceof LedgerEffect.Start);

    offer(B, AfterCrash.PROBE);
    on(new LedgerEvent.Refused(B, "no such type any more"));
    assertThat(state(B)).isEqualTo(State.RUNNING);
  }

  @Test
  void aCancelledIdThatWasNeverSeenIsKeptAndDoesNotStartLater() {
    on(new LedgerEvent.CancelAsked(A));
    offer(A, AfterCrash.PROBE);

    assertThat(state(A)).isEqualTo(State.CANCELLED);
    assertThat(effects).noneMatch(effect -> effect instanceof LedgerEffect.Start);
  }

  @Test
  void whatWaitsIsCancelledAndWhatRunsIsAskedToStop() {
    offer(A, AfterCrash.PROBE);
    offer(B, AfterCrash.PROBE);
    on(new LedgerEvent.CancelAsked(B));
    assertThat(state(B)).isEqualTo(State.CANCELLED);
    on(new LedgerEvent.CancelAsked(A));
    assertThat(effects).containsExactly(new LedgerEffect.Interrupt(A));
    assertThat(state(A)).isEqualTo(State.RUNNING);
  }

  @Test
  void anInterruptedRunIsProbedOrUnknownAsItsTypeDeclares() {
    offer(A, AfterCrash.PROBE);
    on(new LedgerEvent.Restarted());
    assertThat(effects).containsExactly(new LedgerEffect.Probe(A));
    on(new LedgerEvent.Probed(A, LedgerEvent.ProbeResult.SUCCEEDED, "done"));
    assertThat(state(A)).isEqualTo(State.SUCCEEDED);

    offer(B, AfterCrash.UNKNOWN);
    on(new LedgerEvent.Restarted());
    assertThat(state(B)).isEqualTo(State.UNKNOWN);
  }

  @Test
  void whatCertainlyDidNotStartIsStartedAfterACrash() {
    offer(A, AfterCrash.UNKNOWN);
    offer(B, AfterCrash.UNKNOWN);
    on(new LedgerEvent.Restarted());

    assertThat(effects).contains(new LedgerEffect.Start(B));
    assertThat(effects).doesNotContain(new LedgerEffect.Start(A));
  }

  @Test
  void aResultIsReportedUntilTheHubHasStoredIt() {
    offer(A, AfterCrash.PROBE);
    ended(A);
    on(new LedgerEvent.Connected(1));
    assertThat(effects).hasSize(1);
    on(new LedgerEvent.Confirmed(A));
    on(new LedgerEvent.Connected(1));
    assertThat(effects).isEmpty();
  }

  @Test
  void aConfirmationOfWhatStillRunsIsIgnored() {
    offer(A, AfterCrash.PROBE);
    on(new LedgerEvent.Confirmed(A));
    on(new LedgerEvent.Connected(1));

    assertThat(effects).hasSize(1);
  }

  @Test
  void ordersOfAnOlderHubEpochAreRefused() {
    on(new LedgerEvent.Connected(2));
    offer(A, AfterCrash.PROBE);

    assertThat(state(A)).isEqualTo(State.CANCELLED);
    assertThat(effects).noneMatch(effect -> effect instanceof LedgerEffect.Start);
  }

  @Test
  void anOrderOfferedToAnotherJournalFirstIsUnknownHere() {
    on(new LedgerEvent.Offered(order(A, AfterCrash.PROBE), "K", false));
    assertThat(state(A)).isEqualTo(State.UNKNOWN);
  }

  @Test
  void aLateOrderIsNotStarted() {
    on(new LedgerEvent.Offered(order(A, AfterCrash.PROBE), "J", true));
    assertThat(state(A)).isEqualTo(State.CANCELLED);
  }

  @Test
  void newsAboutWhatDoesNotRunIsIgnored() {
    ended(A);
    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void idsSurviveTheirBytes() {
    assertThat(OperationId.of(A.bytes())).isEqualTo(A);
    assertThat(A).isGreaterThan(B);
  }

  private void offer(OperationId id, AfterCrash afterCrash) {
    on(new LedgerEvent.Offered(order(id, afterCrash), "J", false));
  }

  private static Order order(OperationId id, AfterCrash afterCrash) {
    return new Order(id, "reboot", Payload.of("{}"), true, afterCrash, 1);
  }

  private void ended(OperationId id) {
    on(new LedgerEvent.Ended(id, true, "ok", Payload.of("r")));
  }

  private State state(OperationId id) {
    return ledger.find(id).orElseThrow().report().state();
  }

  private void on(LedgerEvent event) {
    var step = LedgerMachine.step(ledger, event);
    ledger = step.next();
    effects = step.afterDurable();
  }
}
