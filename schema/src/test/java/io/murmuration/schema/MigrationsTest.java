package io.murmuration.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.schema.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class MigrationsTest {
  @Test
  void anEmptyDatabaseIsBroughtUpAndASecondStartChangesNothing() {
    try (var database = TestDatabase.empty()) {
      var first = Migrations.migrate(database.settings());
      var second = Migrations.migrate(database.settings());

      assertThat(first.appliedNow()).isPositive();
      assertThat(second.appliedNow()).isZero();
      assertThat(second.schemaVersion()).isEqualTo(first.schemaVersion());
      assertThat(second.server().major()).isGreaterThanOrEqualTo(ServerFacts.OLDEST_MAJOR);
    }
  }

  @Test
  void aMigrationThatThisBuildDoesNotKnowRefusesTheStart() {
    try (var database = TestDatabase.fresh()) {
      comeFromTheFuture(database);
      database.execute(
          "COMMENT ON TABLE flyway_schema_history IS 'murmuration runs from schema 9998'");

      assertThatThrownBy(() -> Migrations.migrate(database.settings()))
          .isInstanceOf(SchemaRefused.class)
          .hasMessageContaining("schema migration 9999 (of the future): unknown to this build")
          .hasMessageContaining("expected: at most");
    }
  }

  /** So a node may be restarted, or put back, while others run the next version already. */
  @Test
  void aSchemaOfTheNextBuildIsLeftAsItIsIfThatBuildAllowsForThisOne() {
    try (var database = TestDatabase.fresh()) {
      comeFromTheFuture(database);

      var started = Migrations.migrate(database.settings());

      assertThat(started.schemaVersion()).isEqualTo("9999");
      assertThat(started.appliedNow()).isZero();
    }
  }

  @Test
  void theNewestBuildSaysWhichMayRunAndAnOlderOneDoesNotTakeItBack() {
    try (var database = TestDatabase.fresh()) {
      assertThat(floor(database)).endsWith(" " + Migrations.OLDEST_THAT_MAY_RUN);
      database.execute(
          "COMMENT ON TABLE flyway_schema_history IS 'murmuration runs from schema 9998'");

      Migrations.migrate(database.settings());

      assertThat(floor(database)).endsWith(" 9998");
    }
  }

  private static String floor(TestDatabase database) {
    return database
        .database()
        .transactions()
        .inTx(
            tx ->
                tx.sql()
                    .fetchSingle(
                        "SELECT obj_description('flyway_schema_history'::regclass, 'pg_class')")
                    .get(0, String.class));
  }

  private static void comeFromTheFuture(TestDatabase database) {
    database.execute(
        """
        INSERT INTO flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by,
           execution_time, success)
        VALUES (9999, '9999', 'of the future', 'SQL', 'V9999__of_the_future.sql', 1, 'x', 1, true)
        """);
  }

  @Test
  void aMigrationThatChangedSinceItWasAppliedRefusesTheStart() {
    try (var database = TestDatabase.fresh()) {
      database.execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");

      assertThatThrownBy(() -> Migrations.migrate(database.settings()))
          .isInstanceOf(SchemaRefused.class)
          .hasMessageContaining("schema migration 1")
          .hasMessageContaining("changed since it was applied");
    }
  }

  @Test
  void aDatabaseOfSomebodyElseIsLeftAlone() {
    try (var database = TestDatabase.empty()) {
      database.execute("CREATE TABLE theirs (id int)");

      assertThatThrownBy(() -> Migrations.migrate(database.settings()))
          .isInstanceOf(SchemaRefused.class)
          .hasMessageContaining("1 tables of somebody else");
    }
  }

  @Test
  void anUnsafeServerIsNamedAsSuch() {
    try (var database = TestDatabase.fresh()) {
      ServerFacts facts = database.database().facts();

      assertThat(facts.durable()).isFalse();
      assertThat(facts.warnings())
          .hasSize(3)
          .anyMatch(w -> w.startsWith("fsync: off"))
          .anyMatch(w -> w.startsWith("synchronous_commit: off"));
    }
  }

  @Test
  void aServerThatIsNotThereIsReportedWithoutThePassword() {
    var nowhere =
        DatabaseSettings.of("jdbc:postgresql://127.0.0.1:1/none", "me", "s3cret")
            .withStatementTimeout(Duration.ofSeconds(1));

    assertThatThrownBy(() -> Migrations.migrate(nowhere))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("s3cret");
  }
}
