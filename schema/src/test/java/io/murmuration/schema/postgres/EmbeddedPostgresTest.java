package io.murmuration.schema.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.schema.Database;
import io.murmuration.schema.DatabaseSettings;
import io.murmuration.schema.testing.ThrowAwayDirectories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class EmbeddedPostgresTest {
  private Path directory = Path.of("");

  @BeforeEach
  void makeDirectory() throws Exception {
    directory = ThrowAwayDirectories.create();
  }

  @AfterEach
  void stopAndDelete() {
    EmbeddedPostgres.stopIfRunning(options());
    ThrowAwayDirectories.delete(directory);
  }

  @Test
  void dataAndServerOutliveAKilledProcess() throws Exception {
    Process first =
        OpenerMain.start(directory, System.getProperty(PostgresBinaries.JAR_PROPERTY, ""));
    long server = OpenerMain.serverOf(first);
    assertThat(first.destroyForcibly().waitFor(20, TimeUnit.SECONDS)).isTrue();

    try (var postgres = EmbeddedPostgres.open(options())) {
      assertThat(postgres.reused()).isTrue();
      assertThat(postgres.pid()).hasValue(server);
      assertThat(words(postgres.settings(OpenerMain.DATABASE))).isEqualTo(1);
    }
  }

  @Test
  void dataOutlivesAKilledServer() throws Exception {
    var first = EmbeddedPostgres.open(options());
    OpenerMain.writeOneWord(first.database(OpenerMain.DATABASE));
    ProcessHandle server = ProcessHandle.of(first.pid().getAsLong()).orElseThrow();
    server.destroyForcibly();
    server.onExit().get(20, TimeUnit.SECONDS);
    assertThat(first.pid()).isEmpty();

    try (var second = EmbeddedPostgres.open(options())) {
      assertThat(second.reused()).isFalse();
      assertThat(words(second.settings(OpenerMain.DATABASE))).isEqualTo(1);
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsReplaced() throws Exception {
    var first = EmbeddedPostgres.open(options());
    Path recorded = directory.resolve("server.properties");
    String before = Files.readString(recorded);
    Files.writeString(recorded, before.replaceAll("password=.*", "password=another"));
    long deaf = first.pid().getAsLong();

    try (var second = EmbeddedPostgres.open(options())) {
      assertThat(second.reused()).isFalse();
      assertThat(second.pid().getAsLong()).isNotEqualTo(deaf);
    }
  }

  @Test
  void aForeignProcessWithTheServersOldIdIsLeftAloneAndDoesNotBlockTheStart() throws Exception {
    EmbeddedPostgres.open(options()).close();
    long mine = ProcessHandle.current().pid();
    Files.writeString(
        directory.resolve("data/postmaster.pid"),
        mine + "\n" + directory.resolve("data") + "\n1\n5432\n\n127.0.0.1\n 1 1\nready\n");

    try (var postgres = EmbeddedPostgres.open(options())) {
      assertThat(postgres.reused()).isFalse();
      assertThat(postgres.pid().getAsLong()).isNotEqualTo(mine);
    }
  }

  @Test
  void closeStopsTheServerKeepsTheDataAndThePort() throws Exception {
    var first = EmbeddedPostgres.open(options());
    OpenerMain.writeOneWord(first.database(OpenerMain.DATABASE));
    first.close();
    assertThat(first.pid()).isEmpty();

    try (var second = EmbeddedPostgres.open(options())) {
      assertThat(second.reused()).isFalse();
      assertThat(second.port()).isEqualTo(first.port());
      assertThat(words(second.settings(OpenerMain.DATABASE))).isEqualTo(1);
    }
  }

  @Test
  void commitsAreOnDiskAndTheServerIsTheOneThatWasAskedFor() {
    try (var postgres = EmbeddedPostgres.open(options());
        var database = Database.open(postgres.settings("postgres"))) {
      assertThat(database.facts().durable()).isTrue();
      assertThat(database.facts().warnings()).isEmpty();
      boolean oldest = !System.getProperty(PostgresBinaries.JAR_PROPERTY, "").isEmpty();
      assertThat(database.facts().major()).isEqualTo(oldest ? 15 : 18);
    }
  }

  @Test
  void settingsThatAShellWouldReadAreRefused() {
    assertThatThrownBy(() -> options().with("log_line_prefix", "'; rm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: letters");
  }

  private EmbeddedPostgresOptions options() {
    return EmbeddedPostgresOptions.in(directory);
  }

  private static int words(DatabaseSettings settings) {
    try (var database = Database.open(settings)) {
      return database
          .transactions()
          .inTx(tx ->
              tx.sql().fetchSingle("SELECT count(*) FROM word").into(Integer.class).intValue());
    }
  }
}
