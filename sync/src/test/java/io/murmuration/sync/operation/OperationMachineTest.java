package io.murmuration.sync.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.Operation.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationMachineTest {
  private static final OperationId ID = new OperationId(1, 2);
  private static final Order ORDER =
      new Order(ID, "reboot", Payload.of("{}"), true, AfterCrash.PROBE, 3);

  private Operation row = Operation.created(ORDER);
  private List<OperationEffect> effects = List.of();

  @Test
  void theJournalIsStoredBeforeAnythingIsSent() {
    connected("J");

    assertThat(row.journal()).isEqualTo("J");
    assertThat(row.stage()).isEqualTo(new Stage.Offered());
    assertThat(effects).containsExactly(OperationEffect.SEND);
  }

  @Test
  void itIsOfferedAgainToTheSameJournalOnly() {
    connected("J");
    connected("J");
    assertThat(effects).containsExactly(OperationEffect.SEND);
    connected("K");
    assertThat(effects).isEmpty();
    assertThat(row.stage()).isInstanceOf(Stage.OutcomeUnknown.class);
  }

  @Test
  void itRunsAndSettlesAndTheResultIsConfirmedEachTimeItIsReported() {
    connected("J");
    reported("J", Report.State.ACCEPTED);
    assertThat(row.stage()).isEqualTo(new Stage.Accepted());
    reported("J", Report.State.RUNNING);
    reported("J", Report.State.SUCCEEDED);
    assertThat(row.stage()).isEqualTo(new Stage.Settled(Outcome.SUCCEEDED, "d"));
    assertThat(effects).containsExactly(OperationEffect.CONFIRM);
    assertThat(row.blocksOthers()).isFalse();
    var settled = row;
    reported("J", Report.State.FAILED);
    assertThat(row).isEqualTo(settled);
    assertThat(effects).containsExactly(OperationEffect.CONFIRM);
  }

  @Test
  void aReportFromAnotherJournalSaysNothing() {
    connected("J");
    reported("K", Report.State.CANCELLED);

    assertThat(row.stage()).isEqualTo(new Stage.Offered());
  }

  @Test
  void anInterruptedRunIsOpenlyUnknownUntilSomebodyFindsOut() {
    connected("J");
    reported("J", Report.State.UNKNOWN);
    assertThat(row.blocksOthers()).isTrue();
    on(new OperationEvent.FoundOut(Outcome.FAILED, "looked"));

    assertThat(row.stage()).isEqualTo(new Stage.Settled(Outcome.FAILED, "looked"));
  }

  @Test
  void aJournalThatComesBackSettlesWhatWasUnknown() {
    connected("J");
    connected("K");
    reported("J", Report.State.FAILED);

    assertThat(row.stage()).isEqualTo(new Stage.Settled(Outcome.FAILED, "d"));
  }

  @Test
  void cancelBeforeTheOfferSettlesAndAfterItAsksTheAgent() {
    on(new OperationEvent.CancelAsked());
    assertThat(row.stage()).isInstanceOf(Stage.Settled.class);

    row = Operation.created(ORDER);
    connected("J");
    on(new OperationEvent.CancelAsked());
    assertThat(effects).containsExactly(OperationEffect.SEND_CANCEL);
    connected("J");
    assertThat(effects).containsExactly(OperationEffect.SEND_CANCEL);
    reported("J", Report.State.CANCELLED);
    assertThat(row.stage()).isEqualTo(new Stage.Settled(Outcome.CANCELLED, "d"));
  }

  @Test
  void aDeadlineCancelsWhatHasNotStarted() {
    connected("J");
    on(new OperationEvent.DeadlinePassed());
    assertThat(effects).containsExactly(OperationEffect.SEND_CANCEL);

    reported("J", Report.State.RUNNING);
    on(new OperationEvent.DeadlinePassed());
    assertThat(effects).isEmpty();
  }

  @Test
  void anOrderOfAFormerHubEpochIsNeverSent() {
    on(new OperationEvent.Connected("J", 4));
    assertThat(row.stage()).isInstanceOf(Stage.OutcomeUnknown.class);

    row = Operation.created(ORDER);
    connected("J");
    on(new OperationEvent.Connected("J", 4));
    assertThat(effects).isEmpty();
    assertThat(row.stage()).isInstanceOf(Stage.OutcomeUnknown.class);
  }

  /**
   * Its end may have been stored and confirmed in the time that the restored backup does not have.
   */
  @Test
  void whatWasUnderWayAtARecoveryIsUnknownUntilTheAgentTellsOfIt() {
    connected("J");
    on(new OperationEvent.Connected("J", 4));
    assertThat(row.stage()).isInstanceOf(Stage.OutcomeUnknown.class);

    reported("J", Report.State.RUNNING);
    assertThat(row.stage()).isInstanceOf(Stage.Running.class);
    reported("J", Report.State.SUCCEEDED);
    assertThat(row.stage()).isInstanceOf(Stage.Settled.class);
  }

  private void connected(String journal) {
    on(new OperationEvent.Connected(journal, 3));
  }

  private void reported(String journal, Report.State state) {
    on(new OperationEvent.Reported(journal, new Report(ID, state, 1, "d", Payload.of(""))));
  }

  private void on(OperationEvent event) {
    var step = OperationMachine.step(row, event);
    row = step.next();
    effects = step.afterCommit();
  }
}
