package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.murmuration.central.gateway.GatewayFixture.Site;
import io.murmuration.central.operation.NewOperation;
import io.murmuration.central.operation.OrderedBy;
import io.murmuration.central.operation.Started;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Operate;
import io.murmuration.proto.OperationReport;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationClass;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Outcome;
import io.murmuration.sync.resource.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Operations at the hub: from a row to an agent's stream and back into the row. */
@Tag("database")
@Timeout(120)
class OperationsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final OrderedBy ADA = new OrderedBy("ada", "req-1");

  @TempDir Path directory;
  private TestDatabase database;
  private GatewayFixture fixture;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    fixture = new GatewayFixture(database, directory, GatewayFixture.TIGHT);
  }

  @AfterEach
  void close() {
    fixture.close();
    database.close();
    assertThat(fixture.hub.faults).isEmpty();
  }

  @Test
  void whatIsOrderedIsSentOnceAndItsEndIsStoredBeforeTheAgentHearsSo() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.echo", OperationClass.READ));

      var operate = operate(agent, id);
      assertThat(operate.getType()).isEqualTo("test.echo");
      assertThat(operate.getArguments().toStringUtf8()).isEqualTo("{\"n\":1}");
      assertThat(operate.getJournalId()).isEqualTo(site.journal().toString());
      assertThat(operate.getDeadlineMs()).isBetween(1L, SOON.toMillis());
      assertThat(row(id)).containsEntry("state", "offered");
      assertThat(row(id)).containsEntry("journal_id", site.journal());
      report(agent, id, OperationReport.State.RUNNING, 10, "begins");
      until(id, "running");
      reportResult(agent, id, OperationReport.State.SUCCEEDED, "done", "{\"n\":2}");

      agent.await(frame -> confirms(frame, id));
      assertThat(row(id)).containsEntry("state", "succeeded").containsEntry("details", "done");
      assertThat((byte[]) row(id).get("result")).asString().isEqualTo("{\"n\":2}");
      assertThat(row(id).get("settled_n")).isEqualTo(1L);
      assertThat(agent.frames().stream().filter(HubFrame::hasOperate)).hasSize(1);
    }
  }

  @Test
  void progressIsNoRowButCanBeAskedFor() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.slow", OperationClass.DOWNLOAD));
      operate(agent, id);
      report(agent, id, OperationReport.State.RUNNING, 10, "first");
      until(id, "running");
      await().atMost(PATIENCE).until(() -> fixture.progress.of(site.id(), id).isPresent());
      report(agent, id, OperationReport.State.RUNNING, 55, "more");
      await()
          .atMost(PATIENCE)
          .until(() -> fixture.progress.of(site.id(), id).orElseThrow().percent() == 55);
      assertThat(row(id)).containsEntry("percent", (short) 10);
    }
  }

  @Test
  void whatIsOrderedForASiteThatIsAwayIsSentWhenItIsBack() throws Exception {
    var site = fixture.site("one");
    var id = ordered(order(site, "test.echo", OperationClass.MUTATE));
    try (var agent = connected(site, 1)) {
      assertThat(operate(agent, id).getJournalId()).isEqualTo(site.journal().toString());
    }
  }

  @Test
  void aNewProcessOfTheHubOffersAgainToTheSameJournalAndTakesTheResult() throws Exception {
    var site = fixture.site("one");
    OperationId id;
    try (var agent = connected(site, 1)) {
      id = ordered(order(site, "test.echo", OperationClass.MUTATE));
      operate(agent, id);
    }
    fixture.close();
    assertThat(fixture.hub.faults).isEmpty();
    fixture = new GatewayFixture(database, directory, GatewayFixture.TIGHT);
    try (var agent = connected(site, 2)) {
      operate(agent, id);
      report(agent, id, OperationReport.State.SUCCEEDED, 100, "done before");
      agent.await(frame -> confirms(frame, id));
      assertThat(row(id)).containsEntry("state", "succeeded");
    }
    try (var agent = connected(site, 3)) { // it did not hear that its report was stored
      report(agent, id, OperationReport.State.SUCCEEDED, 100, "done before");
      agent.await(frame -> confirms(frame, id));
      assertThat(row(id).get("settled_n")).isEqualTo(1L);
    }
  }

  @Test
  void anotherJournalIsNeverToldAndTheOutcomeIsOpenlyUnknown() throws Exception {
    var site = fixture.site("one");
    OperationId id;
    try (var agent = connected(site, 1)) {
      id = ordered(order(site, "test.echo", OperationClass.MUTATE));
      operate(agent, id);
    }
    var other = new Site(site.id(), site.enrolment(), UUID.randomUUID(), site.serial(), site.tls());
    try (var agent = connected(other, 2)) {
      until(id, "unknown");
      report(agent, id, OperationReport.State.SUCCEEDED, 100, "says the wrong one");
      assertThat(start(order(site, "test.echo", OperationClass.MUTATE)))
          .containsExactly(new Started.Busy());
      var settled =
          inTx(tx ->
              fixture.operations.settle(tx, List.of(id), Outcome.FAILED, "looked at the site"));
      assertThat(settled).hasSize(1);
      assertThat(row(id)).containsEntry("state", "failed").containsEntry("settled_n", 2L);
      var next = ordered(order(site, "test.echo", OperationClass.MUTATE));
      operate(agent, next);
      assertThat(agent.frames().stream().filter(HubFrame::hasOperate)).hasSize(1);
    }
  }

  @Test
  void aReportOfALostAgentThatComesBackSettlesWhatWasUnknown() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.echo", OperationClass.MUTATE));
      operate(agent, id);
      report(agent, id, OperationReport.State.UNKNOWN, 0, "the run was interrupted");
      agent.await(frame -> confirms(frame, id));
      report(agent, id, OperationReport.State.SUCCEEDED, 100, "it was found out");
      until(id, "succeeded");
      assertThat(row(id)).containsEntry("settled_n", 2L);
    }
  }

  @Test
  void aReportOfASessionThatIsNotTheNewestChangesNothing() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.echo", OperationClass.MUTATE));
      operate(agent, id);
      database.execute("UPDATE operation SET offered_session = offered_session + 1");
      report(agent, id, OperationReport.State.SUCCEEDED, 100, "too late");
      agent.heartbeat(7).await(HubFrame::hasHeartbeatAck); // the report is with the desk
      operate(agent, ordered(order(site, "test.echo", OperationClass.READ))); // and was looked at
      assertThat(row(id)).containsEntry("state", "offered");
      assertThat(agent.frames()).noneMatch(frame -> confirms(frame, id));
    }
  }

  @Test
  void aRowThatTheDatabaseDoesNotTakeIsGivenUpAlone() throws Exception {
    var site = fixture.site("one");
    var other = fixture.site("two");
    database.execute("ALTER TABLE operation ADD CHECK (details <> 'poison')");
    try (var agent = connected(site, 1);
        var next = connected(other, 1)) {
      var bad = ordered(order(site, "test.echo", OperationClass.READ));
      var good = ordered(order(other, "test.echo", OperationClass.READ));
      operate(agent, bad);
      operate(next, good);
      report(agent, bad, OperationReport.State.SUCCEEDED, 100, "poison");
      report(next, good, OperationReport.State.SUCCEEDED, 100, "fine");
      next.await(frame -> confirms(frame, good));
      await().atMost(PATIENCE).until(() -> !fixture.hub.faults.isEmpty());
      report(agent, bad, OperationReport.State.SUCCEEDED, 100, "told again");
      agent.await(frame -> confirms(frame, bad));
      assertThat(fixture.hub.faults).hasSize(1);
      fixture.hub.faults.clear();
    }
  }

  @Test
  void whatIsCancelledBeforeItWasSentIsNeverSent() throws Exception {
    var site = fixture.site("one");
    var id = ordered(order(site, "test.echo", OperationClass.MUTATE));
    cancel(id);
    assertThat(row(id)).containsEntry("state", "cancelled").containsEntry("settled_n", 1L);
    var next = ordered(order(site, "test.echo", OperationClass.MUTATE));
    try (var agent = connected(site, 1)) {
      operate(agent, next);
      assertThat(agent.frames().stream().filter(HubFrame::hasOperate)).hasSize(1);
    }
  }

  @Test
  void whatRunsIsAskedToStopAndEndsAsItsAgentSays() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.slow", OperationClass.MUTATE));
      operate(agent, id);
      report(agent, id, OperationReport.State.RUNNING, 1, "");
      until(id, "running");
      cancel(id);
      agent.await(
          frame -> frame.hasCancel() && frame.getCancel().getOperationId().equals(bytes(id)));
      report(agent, id, OperationReport.State.FAILED, 100, "stopped half-way");
      until(id, "failed");
      assertThat(row(id)).containsEntry("cancel_asked", true);
    }
  }

  @Test
  void whatHasNotStartedByItsDeadlineIsCancelledWhetherItWasSentOrNot() throws Exception {
    var away = fixture.site("away");
    var mute = fixture.site("mute");
    try (var agent = connected(mute, 1)) {
      var never = ordered(order(away, "test.echo", OperationClass.MUTATE, Duration.ofMillis(1)));
      var sent = ordered(order(mute, "test.echo", OperationClass.MUTATE, Duration.ofSeconds(1)));
      operate(agent, sent);
      until(never, "cancelled");
      assertThat((String) row(never).get("details")).contains("deadline");
      await()
          .atMost(PATIENCE)
          .until(() -> {
            fixture.reader.nudge();
            return agent.frames().stream().anyMatch(HubFrame::hasCancel);
          });
      assertThat(row(sent)).containsEntry("state", "offered").containsEntry("cancel_asked", true);
      report(agent, sent, OperationReport.State.CANCELLED, 0, "cancelled before it started");
      until(sent, "cancelled");
    }
  }

  @Test
  void oneMutatingOperationAtATimeAndNoneForASubcloudThatIsNot() throws Exception {
    var site = fixture.site("one");
    var gone =
        new NewOperation(
            new SubcloudId(4711), "test.echo", OperationClass.READ, Payload.of("{}"), false, SOON);
    var first = order(site, "test.echo", OperationClass.MUTATE);
    var started = start(first, first, order(site, "test.echo", OperationClass.READ), gone);
    assertThat(started.get(0)).isInstanceOf(Started.Ordered.class);
    assertThat(started.get(1)).isEqualTo(new Started.Busy());
    assertThat(started.get(2)).isInstanceOf(Started.Ordered.class);
    assertThat(started.get(3)).isEqualTo(new Started.Gone());
  }

  @Test
  void moreThanMayBeUnderWayWaitAsRowsForAnEnd() throws Exception {
    var site = fixture.site("one");
    var orders = new ArrayList<NewOperation>();
    for (int i = 0; i < 10; i++) {
      orders.add(order(site, "test.slow", OperationClass.READ));
    }
    var ids =
        start(orders.toArray(NewOperation[]::new)).stream()
            .map(one -> ((Started.Ordered) one).id())
            .toList();
    try (var agent = connected(site, 1)) {
      operate(agent, ids.get(7));
      assertThat(row(ids.get(8))).containsEntry("state", "created");
      assertThat(agent.frames().stream().filter(HubFrame::hasOperate)).hasSize(8);
      report(agent, ids.get(3), OperationReport.State.SUCCEEDED, 100, "");
      operate(agent, ids.get(8));
      assertThat(row(ids.get(9))).containsEntry("state", "created");
    }
  }

  @Test
  void whatAnAgentSaysIsBounded() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.echo", OperationClass.READ));
      operate(agent, id);
      reportResult(
          agent, id, OperationReport.State.SUCCEEDED, "a\u0000b".repeat(9_000), "x".repeat(70_000));
      until(id, "succeeded");
      assertThat((String) row(id).get("details"))
          .hasSize(1_000)
          .startsWith("a result of 70000 bytes was not kept (at most 65536); a")
          .endsWith("…");
      assertThat(row(id).get("result")).isNull();
    }
  }

  @Test
  void secretArgumentsLieSealedAndReachTheAgentOpen() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id =
          ordered(
              new NewOperation(
                  site.id(),
                  "test.echo",
                  OperationClass.MUTATE,
                  Payload.of("{\"password\":\"s3cret\"}"),
                  true,
                  SOON));
      var operate = operate(agent, id);
      assertThat(operate.getSecret()).isTrue();
      assertThat(operate.getArguments().toStringUtf8()).isEqualTo("{\"password\":\"s3cret\"}");
      assertThat(row(id).get("arguments")).isNull();
      assertThat((byte[]) row(id).get("sealed_arguments")).asString().doesNotContain("s3cret");
      report(agent, id, OperationReport.State.SUCCEEDED, 100, "done");
      until(id, "succeeded");
      assertThat(row(id).get("sealed_arguments")).as("once it has ended").isNull();
    }
  }

  @Test
  void operationsOfASubcloudThatIsDeletedGoWithItWhateverItsAgentSays() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.slow", OperationClass.MUTATE));
      operate(agent, id);
      database
          .database()
          .transactions()
          .runInTx(tx -> {
            tx.sql().execute("DELETE FROM subcloud WHERE id = ?", site.id().value());
            Changes.append(tx, ChangeKind.SUBCLOUD_DELETED, new Scope.Subcloud(site.id().value()));
          });
      report(agent, id, OperationReport.State.SUCCEEDED, 100, "too late");
      fixture.reader.nudge();
      agent.untilEnded();
      int rows = inTx(tx -> tx.sql().fetchCount(DSL.table("operation")));
      assertThat(rows).isZero();
    }
  }

  @Test
  void aSubcloudThatIsHeldTakesNoOrdersUntilItIsNot() throws Exception {
    var site = fixture.site("one");
    hold(site, "'conflict'");
    try (var agent = connected(site, 1)) {
      var id = ordered(order(site, "test.echo", OperationClass.MUTATE));
      var other = fixture.site("two");
      try (var free = connected(other, 1)) {
        operate(free, ordered(order(other, "test.echo", OperationClass.MUTATE)));
      }
      assertThat(row(id)).containsEntry("state", "created");
      assertThat(agent.frames()).noneMatch(HubFrame::hasOperate);
      hold(site, "NULL");
      operate(agent, id);
    }
  }

  @Test
  void aChangeOfASubcloudHasItsOperationsLookedAtWhateverIsRememberedOfIt() throws Exception {
    var site = fixture.site("one");
    try (var agent = connected(site, 1)) {
      var id =
          inTx(tx -> {
            var started =
                fixture.operations.start(
                    tx, ADA, List.of(order(site, "test.echo", OperationClass.MUTATE)));
            // no word of the order: as if it had been looked at just before its hold was lifted
            tx.sql()
                .execute(
                    """
                    UPDATE change SET what = 'subcloud', scope_type = 'subcloud', scope_id = ?
                     WHERE seq = (SELECT max(seq) FROM change)
                    """,
                    site.id().value());
            return ((Started.Ordered) started.getFirst()).id();
          });
      fixture.reader.nudge();
      operate(agent, id);
    }
  }

  private void hold(Site site, String value) {
    database
        .database()
        .transactions()
        .runInTx(tx -> {
          tx.sql()
              .execute("UPDATE subcloud SET hold = " + value + " WHERE id = ?", site.id().value());
          Changes.append(tx, ChangeKind.SUBCLOUD, new Scope.Subcloud(site.id().value()));
        });
    fixture.reader.readIndex().join();
  }

  @Test
  void whatHelloSaysIsUnderWayIsKnownAtOnce() throws Exception {
    var site = fixture.site("one");
    OperationId id;
    try (var agent = connected(site, 1)) {
      id = ordered(order(site, "test.slow", OperationClass.MUTATE));
      operate(agent, id);
    }
    try (var agent = fixture.connect(site)) {
      var hello = TestAgent.hello(site.id().value(), site.journal(), 2, "test");
      agent.say(
          AgentFrame.newBuilder()
              .setHello(
                  hello.getHello().toBuilder()
                      .addOperations(
                          OperationReport.newBuilder()
                              .setOperationId(bytes(id))
                              .setState(OperationReport.State.RUNNING)
                              .setPercent(40)))
              .build());
      until(id, "running");
      assertThat(row(id)).containsEntry("percent", (short) 40);
    }
  }

  private TestAgent connected(Site site, long dial) {
    return fixture.connect(site).hello(site.id().value(), site.journal(), dial).welcomed();
  }

  private static NewOperation order(Site site, String type, OperationClass operationClass) {
    return order(site, type, operationClass, SOON);
  }

  private static NewOperation order(
      Site site, String type, OperationClass operationClass, Duration startWithin) {
    return new NewOperation(
        site.id(), type, operationClass, Payload.of("{\"n\":1}"), false, startWithin);
  }

  private OperationId ordered(NewOperation order) {
    return ((Started.Ordered) start(order).getFirst()).id();
  }

  private List<Started> start(NewOperation... orders) {
    var started = inTx(tx -> fixture.operations.start(tx, ADA, List.of(orders)));
    fixture.reader.nudge();
    return started;
  }

  private void cancel(OperationId id) {
    var changed = inTx(tx -> fixture.operations.cancel(tx, List.of(id)));
    assertThat(changed).hasSize(1);
    fixture.reader.nudge();
  }

  private static Operate operate(TestAgent agent, OperationId id) {
    return agent
        .await(frame -> frame.hasOperate() && frame.getOperate().getOperationId().equals(bytes(id)))
        .getOperate();
  }

  private static boolean confirms(HubFrame frame, OperationId id) {
    return frame.hasOperationsStored()
        && frame.getOperationsStored().getOperationIdsList().contains(bytes(id));
  }

  private static void report(
      TestAgent agent, OperationId id, OperationReport.State state, int percent, String details) {
    agent.say(
        AgentFrame.newBuilder()
            .setOperationReport(
                OperationReport.newBuilder()
                    .setOperationId(bytes(id))
                    .setState(state)
                    .setPercent(percent)
                    .setDetails(details))
            .build());
  }

  private static void reportResult(
      TestAgent agent, OperationId id, OperationReport.State state, String details, String result) {
    agent.say(
        AgentFrame.newBuilder()
            .setOperationReport(
                OperationReport.newBuilder()
                    .setOperationId(bytes(id))
                    .setState(state)
                    .setDetails(details)
                    .setResult(ByteString.copyFromUtf8(result)))
            .build());
  }

  private void until(OperationId id, String state) {
    await().atMost(PATIENCE).until(() -> state.equals(row(id).get("state")));
  }

  private Map<String, Object> row(OperationId id) {
    return inTx(tx ->
        tx.sql()
            .fetchSingle("SELECT * FROM operation WHERE id = ?", new UUID(id.high(), id.low()))
            .intoMap());
  }

  private <T> T inTx(Function<Tx, T> work) {
    return database.database().transactions().inTx(work);
  }

  private static ByteString bytes(OperationId id) {
    return ByteString.copyFrom(id.bytes());
  }
}
