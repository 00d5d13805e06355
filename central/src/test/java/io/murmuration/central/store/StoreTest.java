package io.murmuration.central.store;

import static io.murmuration.schema.jooq.Tables.AUDIT_TRAIL;
import static io.murmuration.schema.jooq.Tables.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.RefusedException;
import io.murmuration.schema.Database;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class StoreTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = database.database().transactions();
  private final Commits commits = new Commits(transactions);

  private static AuditEntry entry(String requestId) {
    var caller = new Caller("admin", "admin", Set.of(), "192.0.2.7");
    return AuditEntry.of(requestId, caller, "declare", "fleet").with("before", "after");
  }

  private static Revision declare(Tx tx, String requestId) {
    var revision = Changes.append(tx, ChangeKind.DESIRED, new Scope.Group(7));
    AuditTrail.record(tx, entry(requestId).at(revision));
    return revision;
  }

  private List<Long> seqs() {
    return transactions.inTx(
        tx -> tx.sql().select(CHANGE.SEQ).from(CHANGE).orderBy(CHANGE.SEQ).fetch(CHANGE.SEQ));
  }

  private int audited(String requestId) {
    return transactions.inTx(
        tx -> tx.sql().fetchCount(AUDIT_TRAIL, AUDIT_TRAIL.REQUEST_ID.eq(requestId)));
  }

  /** Ends the connection of the transaction on the server's side, as a crash would. */
  private void cut(Tx tx) {
    int pid = tx.sql().fetchSingle("SELECT pg_backend_pid()").get(0, Integer.class);
    try (var other = TestDatabaseAccess.open(database)) {
      other.terminate(pid);
    }
  }

  @Test
  void aChangeIsOneStatementAndCarriesItsScope() {
    var before = database.database().statements().now();
    var revision =
        transactions.inTx(
            tx -> Changes.append(tx, ChangeKind.SUBCLOUD_DELETED, new Scope.Subcloud(9)));
    assertThat(database.database().statements().now().since(before).statements()).isEqualTo(1);
    var row = transactions.inTx(tx -> tx.sql().fetchSingle(CHANGE));
    assertThat(row.getSeq()).isEqualTo(revision.number());
    assertThat(row.getWhat()).isEqualTo("subcloud-deleted");
    assertThat(Scope.of(row.getScopeType(), row.getScopeId())).isEqualTo(new Scope.Subcloud(9));
  }

  @Test
  void changesOfManyAreOneStatementAndTakeOneNumberEachInTheirOrder() {
    var first = transactions.inTx(tx -> declare(tx, "before-many"));
    var before = database.database().statements().now();
    transactions.runInTx(tx ->
        Changes.appendEach(
            tx, ChangeKind.SUBCLOUD, List.of(new Scope.Subcloud(9), new Scope.Subcloud(4))));
    assertThat(database.database().statements().now().since(before).statements()).isEqualTo(1);
    var last = transactions.inTx(tx -> declare(tx, "after-many"));
    assertThat(last.number()).isEqualTo(first.number() + 3);
    var told =
        transactions.inTx(tx ->
            tx.sql()
                .selectFrom(CHANGE)
                .where(CHANGE.SEQ.between(first.number() + 1, last.number() - 1))
                .orderBy(CHANGE.SEQ)
                .fetch(CHANGE.SCOPE_ID));
    assertThat(told).containsExactly(9L, 4L);
  }

  @Test
  void kindsHaveOneNameEach() {
    for (var kind : ChangeKind.values()) {
      assertThat(ChangeKind.of(kind.wireName())).isEqualTo(kind);
    }
    assertThatThrownBy(() -> ChangeKind.of("reboot")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRolledBackChangeLeavesNoGap() {
    transactions.inTx(tx -> declare(tx, "req-1"));
    assertThatThrownBy(() ->
            transactions.runInTx(tx -> {
              declare(tx, "req-2");
              throw new IllegalStateException("no");
            }))
        .isInstanceOf(IllegalStateException.class);
    transactions.inTx(tx -> declare(tx, "req-3"));
    assertThat(seqs()).containsExactly(1L, 2L);
  }

  @Test
  void concurrentWritersGetEachNumberOnceAndNoReaderSeesAGap() throws Exception {
    var seen = ConcurrentHashMap.<Long>newKeySet();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Callable<Long>>();
      for (int i = 0; i < 40; i++) {
        var id = "req-" + i;
        all.add(() -> {
          long number = transactions.inTx(tx -> declare(tx, id)).number();
          var now = seqs();
          assertThat(now).hasSize(now.getLast().intValue());
          return number;
        });
      }
      for (var number : writers.invokeAll(all)) {
        seen.add(number.get());
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
  }

  @Test
  void theTrailKeepsWhoDidWhatOnceAndForEver() {
    transactions.inTx(tx -> declare(tx, "req-1"));
    var row = transactions.inTx(tx -> tx.sql().fetchSingle(AUDIT_TRAIL));
    assertThat(row.getWho()).isEqualTo("admin");
    assertThat(row.getAddress()).isEqualTo("192.0.2.7");
    assertThat(row.getRevision()).isEqualTo(1);
    assertThat(row.getBeforeDigest()).isEqualTo("before");
    assertThatThrownBy(() -> transactions.inTx(tx -> declare(tx, "req-1")))
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> database.execute("UPDATE audit_trail SET who = 'nobody'"))
        .hasMessageContaining("append-only");
  }

  @Test
  void aCommitReturnsWhatTheWorkMade() {
    var revision = commits.inTx("req-1", tx -> declare(tx, "req-1"));
    assertThat(revision).isEqualTo(new Revision(1));
  }

  @Test
  void aConnectionLostBeforeTheCommitMeansThatNothingWasStored() {
    assertThatThrownBy(() ->
            commits.inTx(
                "req-1",
                tx -> {
                  var revision = declare(tx, "req-1");
                  cut(tx);
                  return revision;
                }))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.error().status()).isEqualTo(503);
              assertThat(refused.error().detail()).contains("nothing was stored");
            });
    assertThat(audited("req-1")).isZero();
  }

  @Test
  void aConnectionLostAfterTheCommitStillGivesTheAnswer() {
    var revision =
        commits.inTx(
            "req-1",
            tx -> {
              var made = declare(tx, "req-1");
              // committed by ourselves: what Transactions then meets is a dead connection
              tx.sql().connection(connection -> connection.commit());
              cut(tx);
              return made;
            });
    assertThat(revision).isEqualTo(new Revision(1));
    assertThat(audited("req-1")).isEqualTo(1);
  }

  @Test
  void aDatabaseThatStaysAwayMakesTheOutcomeUnknown() {
    var lost = TestDatabase.fresh();
    var doomed = new Commits(lost.database().transactions());
    assertThatThrownBy(() ->
            doomed.inTx(
                "req-9",
                tx -> {
                  var revision = declare(tx, "req-9");
                  lost.close();
                  return revision;
                }))
        .satisfies(failure -> assertThat(outcome(failure)).contains("Outcome unknown", "req-9"));
  }

  private static String outcome(Throwable failure) {
    return failure instanceof RefusedException refused
        ? String.valueOf(refused.error().detail())
        : failure.toString();
  }

  @Test
  void onlyADatabaseThatIsAwayIsAnAnswer() {
    assertThatThrownBy(() -> database.execute("SELECT nonsense"))
        .satisfies(failure -> assertThat(DatabaseFailures.answer(failure)).isEmpty());
    assertThatThrownBy(() ->
            transactions.runInTx(tx -> {
              cut(tx);
              tx.sql().fetch("SELECT 1");
            }))
        .satisfies(failure -> assertThat(DatabaseFailures.answer(failure)).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "statement_timeout, SELECT pg_sleep(60)", // 57014
    "lock_timeout, LOCK TABLE hub" // 55P03
  })
  void aDatabaseThatIsTooSlowIsAnAnswerAndNoFault(String limit, String statement) {
    transactions.runInTx(tx -> {
      tx.sql().execute("LOCK TABLE hub");
      assertThatThrownBy(() -> elsewhere("SET LOCAL " + limit + " = '50ms'; " + statement))
          .satisfies(failure ->
              assertThat(DatabaseFailures.answer(failure))
                  .hasValueSatisfying(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.detail()).contains("took too long");
                  }));
    });
  }

  private void elsewhere(String sql) {
    try (var other = Database.open(database.settings().withPoolSize(1))) {
      other.transactions().runInTx(tx -> tx.sql().execute(sql));
    }
  }

  @Test
  void writersOfTheInventoryTakeTurnsAndTheQueueHasAnEnd() {
    var queue = new InventoryQueue(0, Duration.ofMillis(1));
    var refused =
        queue.inTurn(() -> queue.inTurn(() -> outcomeOf(() -> queue.inTurn(() -> "not reached"))));
    assertThat(refused).contains("503", "waiting already", "nothing was stored");
    assertThat(queue.inTurn(() -> "afterwards")).isEqualTo("afterwards");
  }

  @Test
  void aWriterWhoseTurnDoesNotComeIsToldSo() {
    var queue = new InventoryQueue(1, Duration.ofMillis(1));
    var refused =
        queue.inTurn(() -> queue.inTurn(() -> outcomeOf(() -> queue.inTurn(() -> "not reached"))));
    assertThat(refused).contains("503", "under way", "nothing was stored");
    assertThat(queue.inTurn(() -> "afterwards")).isEqualTo("afterwards");
  }

  private static String outcomeOf(Supplier<String> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void healthShowsHowSafeCommitsAre() {
    var facts = new DatabaseHealth(database.database()).check();
    assertThat(facts.healthy()).isTrue();
    assertThat(facts.facts()).containsKeys("version", "fsync", "synchronous_commit", "durable");
  }
}
