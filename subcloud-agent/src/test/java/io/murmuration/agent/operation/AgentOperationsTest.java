package io.murmuration.agent.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.journal.SavedLedger;
import io.murmuration.agent.testing.FakeHub;
import io.murmuration.agent.testing.TestAgent;
import io.murmuration.agent.testing.TestCa;
import io.murmuration.proto.Cancel;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Operate;
import io.murmuration.proto.OperationReport;
import io.murmuration.proto.OperationReport.State;
import io.murmuration.proto.OperationsStored;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.AfterCrash;
import io.murmuration.sync.operation.LedgerEvent;
import io.murmuration.sync.operation.LedgerMachine;
import io.murmuration.sync.operation.OperationClass;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Order;
import io.murmuration.sync.operation.Report;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operations of an agent against a hub on loopback: real frames, a real journal, real crashes. */
@Timeout(60)
class AgentOperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String JOURNAL = "journal-1";

  private final TestCa ca = new TestCa();
  private final ScriptedType mutating = new ScriptedType("mutate", OperationClass.MUTATE, false);
  private final ScriptedType probing = new ScriptedType("probe", OperationClass.MUTATE, true);
  private final ScriptedType reading = new ScriptedType("read", OperationClass.READ, false);
  @TempDir private Path directory;
  private FakeHub hub;
  private TestAgent agent;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(ca);
    agent = new TestAgent(directory, mutating, probing, reading);
    assertThat(agent.enroll(hub, ca, "token-1")).isInstanceOf(EnrolmentResult.Granted.class);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    hub.close();
    assertThat(agent.faults().all()).isEmpty();
  }

  @Test
  void itRunsOnceAndIsReportedUntilTheHubHasStoredIt() throws Exception {
    mutating.ends(new Ending.Succeeded("done", Payload.of("{\"n\":2}")));
    mutating.go();
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    var end = until(session, 1, State.SUCCEEDED);
    assertThat(end.getDetails()).isEqualTo("done");
    assertThat(end.getResult().toStringUtf8()).isEqualTo("{\"n\":2}");

    session.send(operate(1, "mutate")); // the hub is not sure that it was heard
    until(session, 1, State.SUCCEEDED);
    assertThat(mutating.ran()).containsExactly("run {\"n\":1}");

    agent.crash();
    agent.start();
    var second = hub.session();
    assertThat(until(second, 1, State.SUCCEEDED).getResult().toStringUtf8()).isEqualTo("{\"n\":2}");
    second.send(stored(1));
    await().atMost(PATIENCE).until(() -> isStored(1));

    agent.crash();
    agent.start();
    var third = hub.session();
    third.send(operate(2, "nothing-like-it"));
    var next = third.await(frame -> frame.hasOperationReport()).getOperationReport();
    assertThat(next.getOperationId()).isEqualTo(id(2)); // and not 1 before it
    third.send(operate(1, "mutate"));
    until(third, 1, State.SUCCEEDED);
    assertThat(mutating.ran()).hasSize(1);
  }

  @Test
  void nothingStartsBeforeItIsOnDisk() throws Exception {
    agent.start();
    var session = hub.session();
    session.heartbeat();
    agent.stopDisk();
    session.send(operate(1, "mutate"));
    agent.awaitStoppedWrite();
    session.heartbeat();
    assertThat(mutating.ran()).isEmpty();
    mutating.go();
    agent.resumeDisk();
    until(session, 1, State.SUCCEEDED);
  }

  @Test
  void whatWasWrittenAndPerhapsStartedIsNotStartedAgain() throws Exception {
    agent.start();
    hub.session().send(operate(1, "mutate"));
    await().atMost(PATIENCE).until(() -> mutating.ran().size() == 1);
    agent.crash();
    agent.start();
    var session = hub.session();
    assertThat(until(session, 1, State.UNKNOWN).getDetails()).contains("interrupted");
    session.send(operate(1, "mutate"));
    until(session, 1, State.UNKNOWN);
    assertThat(mutating.ran()).hasSize(1);
  }

  @Test
  void whatWasWrittenAndNotStartedIsNotStartedEither() throws Exception {
    try (var journal = Journal.open(directory.resolve("journal"), () -> JOURNAL)) {
      var ledger = journal.startLedger().ledger();
      var order =
          new Order(new OperationId(0, 1), "mutate", Payload.of("{}"), true, AfterCrash.UNKNOWN, 1);
      var offered = LedgerMachine.step(ledger, new LedgerEvent.Offered(order, JOURNAL, false));
      journal.save(new SavedLedger(offered.next(), new TreeMap<>()));
    }
    agent.start();
    until(hub.session(), 1, State.UNKNOWN);
    assertThat(mutating.ran()).isEmpty();
  }

  @Test
  void anInterruptedRunOfATypeThatCanTellIsProbedWithWhatItWasAskedToDo() throws Exception {
    agent.start();
    hub.session().send(operate(1, "probe"));
    await().atMost(PATIENCE).until(() -> probing.ran().size() == 1);
    agent.crash();
    agent.start();
    var end = until(hub.session(), 1, State.SUCCEEDED);
    assertThat(end.getDetails()).isEqualTo("found at the site");
    assertThat(probing.ran()).containsExactly("run {\"n\":1}", "probe {\"n\":1}");
  }

  @Test
  void aRunWhoseEndDidNotReachTheDiskIsOpenlyUnknown() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    until(session, 1, State.RUNNING);
    agent.stopDisk();
    mutating.go();
    agent.awaitStoppedWrite();
    agent.crash();
    agent.replaceDisk();
    agent.start();
    until(hub.session(), 1, State.UNKNOWN);
    assertThat(mutating.ran()).hasSize(1);
  }

  @Test
  void whatEndsWhileTheHubIsAwayIsToldWhenItIsBack() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    until(session, 1, State.RUNNING);
    session.onCompleted();
    mutating.go();
    var second = hub.session();
    until(second, 1, State.SUCCEEDED);
    assertThat(mutating.ran()).hasSize(1);
  }

  @Test
  void whatIsUnderWayIsInHelloWithItsProgress() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    session.await(
        frame -> frame.hasOperationReport() && frame.getOperationReport().getPercent() == 50);
    session.onCompleted();
    var hello = hub.session().hello();
    assertThat(hello.getOperationsList())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.getState()).isEqualTo(State.RUNNING);
          assertThat(one.getDetails()).isEqualTo("half-way");
        });
  }

  @Test
  void aCancelledOneThatComesLaterIsNotStarted() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(cancel(1));
    until(session, 1, State.CANCELLED);
    session.send(operate(1, "mutate"));
    until(session, 1, State.CANCELLED);
    assertThat(mutating.ran()).isEmpty();
  }

  @Test
  void aRunThatIsAskedToStopEndsInItsOwnWay() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    until(session, 1, State.RUNNING);
    session.send(cancel(1));
    assertThat(until(session, 1, State.FAILED).getDetails()).isEqualTo("stopped half-way");
  }

  @Test
  void mutatingOnesRunOneAfterTheOtherAndReadingOnesBeside() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    session.send(operate(2, "probe"));
    session.send(operate(3, "read"));
    until(session, 2, State.ACCEPTED);
    until(session, 3, State.RUNNING);
    assertThat(probing.ran()).isEmpty();
    probing.go();
    mutating.go();
    until(session, 2, State.SUCCEEDED);
    reading.go();
    until(session, 3, State.SUCCEEDED);
  }

  @Test
  void oneThatWaitsBeyondItsDeadlineIsCancelledAndALateOneToo() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    until(session, 1, State.RUNNING);
    session.send(frame(order(2, "probe").setDeadlineMs(50)));
    until(session, 2, State.CANCELLED);
    session.send(frame(order(3, "read").setDeadlineMs(0)));
    assertThat(until(session, 3, State.CANCELLED).getDetails()).contains("deadline");
    mutating.go();
    until(session, 1, State.SUCCEEDED);
    assertThat(probing.ran()).isEmpty();
  }

  @Test
  void whatWasOfferedToAnotherJournalIsNotRun() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(frame(order(1, "mutate").setJournalId("journal-0")));
    until(session, 1, State.UNKNOWN);
    assertThat(mutating.ran()).isEmpty();
  }

  @Test
  void anUnknownTypeIsRefusedInWords() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "reboot"));
    assertThat(until(session, 1, State.FAILED).getDetails())
        .isEqualTo(
            "type: reboot (expected: one that this agent can run: [mutate, probe, read]);"
                + " nothing was started");
  }

  @Test
  void moreThanTheAgentTakesAreRefused() throws Exception {
    agent.start();
    var session = hub.session();
    for (int i = 1; i <= AgentOperations.MOST; i++) {
      session.send(operate(i, "read"));
    }
    until(session, AgentOperations.MOST, State.RUNNING);
    session.send(operate(100, "read"));
    assertThat(until(session, 100, State.FAILED).getDetails()).contains("are under way");
    reading.go();
  }

  @Test
  void aFaultOfATypeIsAFaultAndAnEnd() throws Exception {
    mutating.breaks();
    reading.breaks();
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    until(session, 1, State.UNKNOWN);
    session.send(operate(2, "read"));
    until(session, 2, State.FAILED);
    assertThat(agent.faults().all()).hasSize(2);
    agent.faults().all().clear();
  }

  @Test
  void anErrorOfATypeIsAFaultAndAnEndToo() throws Exception {
    mutating.lacksAClass();
    reading.lacksAClass();
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    until(session, 1, State.UNKNOWN);
    session.send(operate(2, "read"));
    until(session, 2, State.FAILED);
    assertThat(agent.faults().all()).hasSize(2);
    agent.faults().all().clear();
  }

  @Test
  void aRunThatSomebodyElseInterruptsHasAnEnd() throws Exception {
    mutating.isInterrupted();
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    assertThat(until(session, 1, State.UNKNOWN).getDetails()).contains("interrupted");
  }

  @Test
  void detailsAndResultsAreBounded() throws Exception {
    mutating.ends(new Ending.Succeeded("x".repeat(5_000), Payload.of("y".repeat(70_000))));
    mutating.go();
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    var end = until(session, 1, State.SUCCEEDED);
    assertThat(end.getDetails()).hasSize(1_000).contains("its result of 70000 bytes was not kept");
    assertThat(end.getResult()).isEmpty();
  }

  @Test
  void secretArgumentsAreNotOnDiskAndTheRunIsUnknownAfterACrash() throws Exception {
    agent.start();
    var secret = order(1, "probe").setArguments(ByteString.copyFromUtf8("s3cret")).setSecret(true);
    hub.session().send(frame(secret));
    await().atMost(PATIENCE).until(() -> probing.ran().contains("run s3cret"));
    assertThat(Files.readString(operations(), StandardCharsets.ISO_8859_1))
        .doesNotContain("s3cret");
    agent.crash();
    agent.start();
    until(hub.session(), 1, State.UNKNOWN);
    assertThat(probing.ran()).hasSize(1);
  }

  @Test
  void anOrderOfAFormerHubEpochIsRefusedAlsoAfterARestart() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(frame(order(1, "read").setHubEpoch(7)));
    reading.go();
    until(session, 1, State.SUCCEEDED);
    agent.crash();
    agent.start();
    var second = hub.session();
    second.send(frame(order(2, "read").setHubEpoch(6)));
    assertThat(until(second, 2, State.CANCELLED).getDetails()).contains("hub epoch 6");
  }

  @Test
  void whatWaitedWhenTheAgentDiedBeginsAfterIt() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(operate(1, "mutate"));
    session.send(operate(2, "probe"));
    until(session, 2, State.ACCEPTED);
    agent.crash();
    probing.go();
    agent.start();
    until(hub.session(), 2, State.SUCCEEDED);
    assertThat(probing.ran()).containsExactly("run {\"n\":1}");
  }

  private Path operations() {
    return directory.resolve("journal/operations.journal");
  }

  private boolean isStored(long n) throws Exception {
    try (var journal = Journal.open(directory.resolve("journal"), () -> JOURNAL)) {
      return journal.startLedger().ledger().entries().values().stream()
          .anyMatch(entry ->
              entry.stored()
                  && entry.report().state() == Report.State.SUCCEEDED
                  && ByteString.copyFrom(entry.report().id().bytes()).equals(id(n)));
    }
  }

  private static OperationReport until(FakeHub.Session session, long n, State state)
      throws InterruptedException {
    return session
        .await(frame ->
            frame.hasOperationReport()
                && frame.getOperationReport().getOperationId().equals(id(n))
                && frame.getOperationReport().getState() == state)
        .getOperationReport();
  }

  private static HubFrame operate(long n, String type) {
    return frame(order(n, type));
  }

  private static Operate.Builder order(long n, String type) {
    return Operate.newBuilder()
        .setOperationId(id(n))
        .setType(type)
        .setArguments(ByteString.copyFromUtf8("{\"n\":1}"))
        .setDeadlineMs(Duration.ofMinutes(5).toMillis())
        .setHubEpoch(1)
        .setJournalId(JOURNAL);
  }

  private static HubFrame frame(Operate.Builder order) {
    return HubFrame.newBuilder().setOperate(order).build();
  }

  private static HubFrame cancel(long n) {
    return HubFrame.newBuilder().setCancel(Cancel.newBuilder().setOperationId(id(n))).build();
  }

  private static HubFrame stored(long n) {
    return HubFrame.newBuilder()
        .setOperationsStored(OperationsStored.newBuilder().addOperationIds(id(n)))
        .build();
  }

  private static ByteString id(long n) {
    return ByteString.copyFrom(new OperationId(0, n).bytes());
  }
}
