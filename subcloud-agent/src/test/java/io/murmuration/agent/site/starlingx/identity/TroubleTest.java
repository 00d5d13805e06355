package io.murmuration.agent.site.starlingx.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Half a push, other releases, values that do not fit, a database that is away. */
@Tag("database")
@Timeout(120)
class TroubleTest {
  private static final String SENTINEL = "$2b$12$sentinel";

  @TempDir private Path directory;
  private Clouds clouds;

  @BeforeEach
  void open() {
    clouds = new Clouds(directory);
    clouds
        .centre
        .project("p", "tenant")
        .role("r", "observer")
        .user("u", "alice", SENTINEL)
        .option("u", "1001", "true")
        .group("g", "observers", "u")
        .assign("UserProject", "u", "p", "r");
  }

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void aPushThatIsCutAnywhereLeavesNothingAndIsDoneByTheNext() {
    var before = clouds.local.rowsWithWriters();
    for (var table :
        new String[] {
          "project", "role", "user", "password", "user_option", "group", "assignment"
        }) {
      clouds.local.execute(
          """
          CREATE OR REPLACE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
          CREATE TRIGGER cut AFTER INSERT ON "%s" EXECUTE FUNCTION cut();
          """
              .formatted(table));
      assertThat(clouds.write()).as(table).allMatch(SiteResult.Deferred.class::isInstance);
      clouds.local.execute("DROP TRIGGER cut ON \"%s\"".formatted(table));
      assertThat(clouds.local.rowsWithWriters()).as(table).isEqualTo(before);
    }
    clouds.align();
  }

  @Test
  void aSiteWhoseReleaseLacksTablesAndColumnsIsInSyncByWhatItHas() {
    clouds.local.execute(
        "DROP TABLE user_option; ALTER TABLE role DROP COLUMN description;"
            + " ALTER TABLE password DROP COLUMN self_service");
    clouds.align();
    var before = clouds.local.rowsWithWriters();
    clouds.restart();
    assertThat(clouds.difference()).as("also after a restart").isEmpty();
    clouds.local.execute("UPDATE password SET password_hash = 'guessed'");
    clouds.align();
    clouds.centre.execute("UPDATE role SET description = 'of no place at the site'");
    clouds.align();
    assertThat(clouds.local.rowsWithWriters().get("role")).isEqualTo(before.get("role"));
  }

  @Test
  void aCentreWhoseReleaseLacksThemTakesNothingAway() {
    clouds.align();
    clouds.centre.execute("DROP TABLE user_option; ALTER TABLE role DROP COLUMN description;");
    clouds.local.execute("UPDATE role SET description = 'kept'");
    clouds.align();
    assertThat(clouds.local.column("SELECT description FROM role")).containsExactly("kept");
    assertThat(clouds.local.column("SELECT option_value FROM user_option")).containsExactly("true");
  }

  @Test
  void whatTheTablesDoNotTakeIsRefusedForItselfAndWithoutItsValues() {
    var writes = new ArrayList<>(clouds.difference());
    writes.add(
        new SiteWrite.Upsert(
            new ItemKey("user", "u2"),
            Payload.of(
                "{\"local_user\":{\"domain_id\":\"default\",\"name\":\"bob\"},"
                    + "\"password\":[{\"created_at\":null,\"password_hash\":\""
                    + SENTINEL
                    + "\"}],\"user\":{\"id\":\"u2\",\"domain_id\":\"default\"}}")));
    var results = clouds.site().write(writes);
    assertThat(results.getLast())
        .isInstanceOfSatisfying(
            SiteResult.Refused.class,
            refused -> assertThat(refused.why()).contains("created_at").doesNotContain("sentinel"));
    assertThat(results.subList(0, results.size() - 1)).allMatch(SiteResult.APPLIED::equals);
    assertThat(clouds.difference()).isEmpty();
    assertThat(clouds.local.column("SELECT name FROM local_user")).containsExactly("alice");
  }

  @Test
  void aValueThatTheDatabaseQuotesInItsErrorIsNotPassedOn() {
    var refused =
        clouds
            .site()
            .write(
                List.of(
                    new SiteWrite.Upsert(
                        new ItemKey("user", "u2"),
                        Payload.of(
                            "{\"local_user\":{\"domain_id\":\"default\",\"name\":\"bob\"},"
                                + "\"password\":[],\"user\":{\"domain_id\":\"default\",\"enabled\":\""
                                + SENTINEL
                                + "\",\"id\":\"u2\"}}"))))
            .getFirst();
    assertThat(refused)
        .isInstanceOfSatisfying(
            SiteResult.Refused.class,
            no ->
                assertThat(no.why())
                    .contains("invalid input syntax for type boolean (SQLSTATE 22P02)")
                    .doesNotContain("sentinel"));
  }

  @Test
  void whatNeedsSomethingThatIsNotThereWaitsAndSaysForWhat() {
    clouds.align();
    clouds.local.execute("DELETE FROM assignment; DELETE FROM role");
    var only =
        clouds.difference().stream()
            .filter(write -> write.key().type().equals("assignment"))
            .toList();
    assertThat(clouds.site().write(only))
        .singleElement()
        .isInstanceOfSatisfying(
            SiteResult.Lacking.class,
            lacking -> assertThat(lacking.why()).contains("waits for role r"));
    clouds.align();
  }

  @Test
  void aGroupWhoseMemberIsMissingIsThereWithTheOthersAndHoldsNobodyUp() {
    clouds.centre.user("v", "eve", "$2b$eve").group("h", "mixed", "u", "v");
    var without =
        clouds.difference().stream()
            .filter(write -> !write.key().equals(new ItemKey("user", "v")))
            .toList();
    var results = clouds.site().write(without);
    assertThat(results.stream().filter(SiteResult.Lacking.class::isInstance))
        .singleElement()
        .isEqualTo(new SiteResult.Lacking("waits for user v, which is not at this site"));
    assertThat(results).noneMatch(SiteResult.Deferred.class::isInstance);
    assertThat(clouds.site().isAligned()).isTrue();
    assertThat(
            clouds.local.column("SELECT user_id FROM user_group_membership WHERE group_id = 'h'"))
        .containsExactly("u");
    clouds.align();
    assertThat(
            clouds.local.column(
                "SELECT user_id FROM user_group_membership WHERE group_id = 'h' ORDER BY 1"))
        .containsExactly("u", "v");
  }

  @Test
  void aDatabaseThatIsAwayIsToldAndChangesNothing() {
    clouds.restartAt("jdbc:postgresql://127.0.0.1:1/keystone");
    var keys = new TreeSet<>(clouds.wanted().keySet());
    assertThat(clouds.site().read(keys, true))
        .isInstanceOfSatisfying(
            SiteReading.Failed.class,
            failed ->
                assertThat(failed.why()).contains("Keystone's database").contains("127.0.0.1"));
    var write = new SiteWrite.Delete(new ItemKey("user", "u"));
    assertThat(clouds.site().write(List.of(write)))
        .singleElement()
        .isInstanceOf(SiteResult.Deferred.class);
  }

  @Test
  void aDatabaseThatIsNoKeystonesIsToldAsSuch() {
    clouds.local.execute("DROP TABLE assignment");
    assertThat(clouds.site().read(new TreeSet<>(clouds.wanted().keySet()), true))
        .isInstanceOfSatisfying(
            SiteReading.Failed.class, failed -> assertThat(failed.why()).contains("[assignment]"));
  }
}
