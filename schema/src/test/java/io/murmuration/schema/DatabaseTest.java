package io.murmuration.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.murmuration.schema.testing.SilentRelay;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Tx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("database")
class DatabaseTest {
  private static final Table<Record> BIRD = table(name("bird"));
  private static final Field<Integer> ID = field(name("id"), Integer.class);
  private static final Field<String> SONG = field(name("song"), String.class);

  @AutoClose private static final TestDatabase TEST = TestDatabase.fresh();
  private final Database database = TEST.database();

  @BeforeAll
  static void makeTable() {
    TEST.execute("CREATE TABLE bird (id int PRIMARY KEY, song text)");
  }

  @BeforeEach
  void threeBirds() {
    TEST.execute("TRUNCATE bird");
    TEST.execute("INSERT INTO bird SELECT g, 'song ' || g FROM generate_series(1, 3) g");
  }

  @Test
  void aRestingConnectionIsInNoTransactionAndKeepsItsTimeoutAfterARollback() {
    var settings = TEST.settings().withPoolSize(1).withStatementTimeout(Duration.ofMillis(4321));
    try (var fresh = Database.open(settings.named("resting"))) {
      String resting = "SELECT state FROM pg_stat_activity WHERE application_name = 'resting'";
      assertThat(one(database, resting)).isEqualTo("idle");
      assertThatThrownBy(() -> fresh.transactions().runInTx(tx -> tx.sql().execute("nonsense")))
          .isInstanceOf(DataAccessException.class);
      assertThat(one(fresh, "SHOW statement_timeout")).isEqualTo("4321ms");
    }
  }

  @Test
  @Timeout(60)
  void aStatementOnAConnectionThatFellSilentFailsAndTheNextOneIsServed() throws IOException {
    var settings = TEST.settings();
    try (var relay = SilentRelay.to(URI.create(settings.url().substring(5)).getPort());
        var database =
            Database.open(
                DatabaseSettings.of(
                        settings.url().replaceFirst(":\\d+/", ":" + relay.port() + "/"),
                        settings.user(),
                        settings.password())
                    .withPoolSize(1)
                    .withStatementTimeout(Duration.ofSeconds(1)))) {
      assertThat(one(database, "SELECT 1")).isEqualTo("1");
      relay.fallSilent();
      assertThatThrownBy(() -> one(database, "SELECT 2")).isInstanceOf(DataAccessException.class);
      assertThat(one(database, "SELECT 3")).isEqualTo("3");
    }
  }

  private static String one(Database database, String sql) {
    return database.transactions().inTx(tx -> tx.sql().fetchSingle(sql).get(0, String.class));
  }

  @Test
  void updateAndDeleteWithoutWhereThrow() {
    assertThatThrownBy(() -> run(tx -> tx.sql().update(BIRD).set(SONG, "same").execute()))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("without WHERE");
    assertThatThrownBy(() -> run(tx -> tx.sql().deleteFrom(BIRD).execute()))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("without WHERE");
  }

  @Test
  void statementsAndRowsAreCountedByReadAndWriteWithoutBeginAndCommit() {
    var counted =
        countedIn(tx -> {
          tx.sql().select(ID).from(BIRD).fetch();
          tx.sql().selectOne().fetch();
          tx.sql().update(BIRD).set(SONG, "new").where(ID.le(2)).execute();
          tx.sql().execute("SET LOCAL lock_timeout = 1000");
        });

    assertThat(counted).isEqualTo(new StatementCounts.Reading(2, 1, 1, 4, 2));
    assertThat(counted.statements()).isEqualTo(4);
  }

  @Test
  void aWriteCountsAsWriteAlsoInsideWithAndWithReturning() {
    var counted =
        countedIn(tx -> {
          tx.sql().deleteFrom(BIRD).where(ID.eq(3)).returning(ID).fetch();
          tx.sql()
              .fetch(
                  """
                  WITH changed AS (UPDATE bird SET song = 'w' WHERE id < 3 RETURNING id)
                  SELECT id FROM changed
                  """);
        });

    assertThat(counted).isEqualTo(new StatementCounts.Reading(0, 2, 0, 0, 3));
  }

  @Test
  void eachMemberOfABatchCounts() {
    var counted =
        countedIn(tx -> {
          var insert = tx.sql().insertInto(BIRD, ID, SONG).values((Integer) null, null);
          tx.sql().batch(insert).bind(11, "a").bind(12, "b").execute();
        });

    assertThat(counted.writes()).isEqualTo(2);
  }

  @Test
  void theServerCancelsAStatementThatTakesTooLong() {
    var impatient = TEST.settings().withStatementTimeout(Duration.ofMillis(50)).named("impatient");
    try (var other = Database.open(impatient)) {
      assertThatThrownBy(
              () -> other.transactions().runInTx(tx -> tx.sql().execute("SELECT pg_sleep(10)")))
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("statement timeout");
      String name =
          other
              .transactions()
              .inTx(tx -> tx.sql().fetchSingle("SHOW application_name").get(0, String.class));
      assertThat(name).isEqualTo("impatient");
    }
  }

  private void run(Consumer<Tx> work) {
    database.transactions().runInTx(work);
  }

  private StatementCounts.Reading countedIn(Consumer<Tx> work) {
    var before = database.statements().now();
    run(work);
    return database.statements().now().since(before);
  }
}
