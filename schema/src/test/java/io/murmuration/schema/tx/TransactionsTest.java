package io.murmuration.schema.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.schema.testing.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class TransactionsTest {
  @AutoClose private static final TestDatabase TEST = TestDatabase.fresh();
  private final Transactions transactions = TEST.database().transactions();

  @BeforeAll
  static void makeTable() {
    TEST.execute("CREATE TABLE tally (n int)");
  }

  @BeforeEach
  void startAtZero() {
    TEST.execute("TRUNCATE tally");
    TEST.execute("INSERT INTO tally VALUES (0)");
  }

  @Test
  void workThatThrowsLeavesNoTrace() {
    assertThatThrownBy(() ->
            transactions.runInTx(tx -> {
              add(tx);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");

    assertThat(tally()).isZero();
  }

  @Test
  void workThatLostARaceIsRunAgainOnTheNewState() throws Exception {
    var attempts = new AtomicInteger();
    transactions.inTx(
        Isolation.REPEATABLE_READ,
        tx -> {
          read(tx);
          if (attempts.incrementAndGet() == 1) {
            addInAnotherTransaction();
          }
          return add(tx);
        });

    assertThat(attempts).hasValue(2);
    assertThat(tally()).isEqualTo(2);
  }

  @Test
  void workThatLosesEachRaceFailsAfterTheLastAttempt() {
    var attempts = new AtomicInteger();

    assertThatThrownBy(() ->
            transactions.inTx(
                Isolation.REPEATABLE_READ,
                tx -> {
                  read(tx);
                  attempts.incrementAndGet();
                  addInAnotherTransaction();
                  return add(tx);
                }))
        .isInstanceOf(DataAccessException.class);

    assertThat(attempts).hasValue(Transactions.ATTEMPTS);
    assertThat(tally()).isEqualTo(Transactions.ATTEMPTS);
  }

  @Test
  void repeatableReadSeesOneSnapshot() {
    int seen =
        transactions.inTx(
            Isolation.REPEATABLE_READ,
            tx -> {
              int before = read(tx);
              addInAnotherTransaction();
              return read(tx) - before;
            });

    assertThat(seen).isZero();
  }

  @Test
  void aTransactionInsideAnotherIsABug() {
    assertThatThrownBy(() -> transactions.runInTx(_ -> transactions.runInTx(_ -> {})))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside another one");
    assertThatThrownBy(
            () -> transactions.runInTx(_ -> transactions.statement(TransactionsTest::read)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside another one");
  }

  @Test
  void aSingleStatementNeedsNoCommitAndLeavesTheConnectionAsItWas() {
    transactions.statement(TransactionsTest::add);
    assertThat(tally()).isOne();

    assertThatThrownBy(() ->
            transactions.runInTx(tx -> {
              add(tx);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(transactions.statement(TransactionsTest::read)).isOne();
  }

  @Test
  void aTransactionThatHasEndedIsOfNoUse() {
    var kept = new AtomicReference<Tx>();
    transactions.runInTx(kept::set);

    assertThatThrownBy(() -> kept.get().sql())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended");
  }

  private int tally() {
    return transactions.inTx(TransactionsTest::read);
  }

  private static int read(Tx tx) {
    return tx.sql().fetchSingle("SELECT n FROM tally").get(0, Integer.class);
  }

  private static int add(Tx tx) {
    return tx.sql().execute("UPDATE tally SET n = n + 1");
  }

  private void addInAnotherTransaction() {
    var other = Thread.ofVirtual().start(() -> transactions.runInTx(TransactionsTest::add));
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
