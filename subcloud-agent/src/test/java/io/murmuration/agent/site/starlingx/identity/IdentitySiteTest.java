package io.murmuration.agent.site.starlingx.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes, changes and goes at the centre, in the tables of a site's real Keystone schema. */
@Tag("database")
@Timeout(120)
class IdentitySiteTest {
  private static final String HASHES =
      "SELECT p.password_hash FROM password p JOIN local_user l ON l.id = p.local_user_id"
          + " WHERE l.name = '%s' ORDER BY p.created_at_int";

  @TempDir Path directory;
  Clouds clouds;

  @BeforeEach
  void open() {
    clouds = clouds(directory);
  }

  Clouds clouds(Path home) {
    return new Clouds(home);
  }

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void aUserComesWithTheExactHashesOfItsHistory() {
    clouds
        .centre
        .user("u1", "alice", "$2b$old")
        .password("u1", "$2b$new")
        .option("u1", "1001", "true");
    clouds.align();
    assertThat(clouds.local.column(HASHES.formatted("alice")))
        .containsExactly("$2b$old", "$2b$new");
    assertThat(clouds.local.column("SELECT option_value FROM user_option")).containsExactly("true");
    assertThat(clouds.local.column("SELECT created_at FROM \"user\""))
        .isEqualTo(clouds.centre.column("SELECT created_at FROM \"user\""));
  }

  @Test
  void aChangedPasswordReplacesTheRowsAndNothingElse() {
    clouds.centre.user("u1", "alice", "$2b$old").user("u2", "bob", "$2b$bob");
    clouds.align();
    var before = clouds.local.rowsWithWriters();
    clouds.centre.password("u1", "$2b$new");
    clouds.align();
    assertThat(clouds.local.column(HASHES.formatted("alice")))
        .containsExactly("$2b$old", "$2b$new");
    var after = clouds.local.rowsWithWriters();
    before.remove("password");
    after.remove("password");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void everyTypeComesChangesAndGoes() {
    everything();
    clouds.align();
    assertThat(clouds.local.column("SELECT user_id FROM user_group_membership ORDER BY 1"))
        .containsExactly("u1", "u2");
    clouds.centre.execute(
        """
        UPDATE "user" SET enabled = false WHERE id = 'u1';
        UPDATE local_user SET name = 'alicia' WHERE user_id = 'u1';
        UPDATE "group" SET description = 'others' WHERE id = 'g1';
        DELETE FROM user_group_membership WHERE user_id = 'u2';
        UPDATE project SET name = 'tenant-2', enabled = false WHERE id = 'p2';
        UPDATE role SET description = 'may read' WHERE id = 'r1';
        UPDATE assignment SET inherited = true WHERE actor_id = 'u2';
        """);
    clouds.align();
    assertThat(clouds.local.column("SELECT name FROM local_user ORDER BY 1"))
        .containsExactly("alicia", "bob");
    clouds.centre.execute(
        """
        DELETE FROM assignment;
        DELETE FROM revocation_event;
        DELETE FROM user_group_membership;
        DELETE FROM "group";
        DELETE FROM "user";
        DELETE FROM role;
        DELETE FROM project WHERE parent_id = 'p1';
        DELETE FROM project WHERE parent_id = 'd1';
        DELETE FROM project WHERE id = 'd1';
        """);
    clouds.align();
    for (var table : List.of("\"user\"", "local_user", "password", "\"group\"", "role")) {
      assertThat(clouds.local.column("SELECT count(*) FROM " + table)).containsExactly("0");
    }
    assertThat(clouds.local.column("SELECT id FROM project ORDER BY 1"))
        .containsExactly("<<keystone.domain.root>>", "default");
  }

  @Test
  void aSecondRunChangesNoRowOnEitherSide() {
    everything();
    clouds.align();
    var local = clouds.local.rowsWithWriters();
    var centre = clouds.centre.rowsWithWriters();
    clouds.align();
    replayEverything();
    assertThat(clouds.local.rowsWithWriters()).isEqualTo(local);
    assertThat(clouds.centre.rowsWithWriters()).isEqualTo(centre);
  }

  /** As if nobody had compared before. */
  private void replayEverything() {
    var writes =
        clouds.wanted().entrySet().stream()
            .<SiteWrite>map(item -> new SiteWrite.Upsert(item.getKey(), item.getValue()))
            .toList();
    assertThat(clouds.site().write(writes)).allMatch(SiteResult.APPLIED::equals);
  }

  @Test
  void whatDriftedAtTheSiteIsRepaired() {
    everything();
    clouds.align();
    clouds.local.execute(
        """
        UPDATE password SET password_hash = '$2b$guessed';
        DELETE FROM user_group_membership;
        UPDATE role SET description = 'mine';
        DELETE FROM assignment WHERE actor_id = 'g1';
        DELETE FROM revocation_event;
        UPDATE project SET enabled = false WHERE id = 'p1';
        """);
    clouds.align();
    assertThat(clouds.local.column(HASHES.formatted("alice"))).containsExactly("$2b$alice");
  }

  @Test
  void whatTheSiteHasForItselfIsNotTouched() {
    clouds
        .local
        .user("l1", "local-admin", "$2b$local")
        .group("lg", "local-group", "l1")
        .project("lp", "local-project")
        .role("lr", "local-role")
        .assign("UserProject", "l1", "lp", "lr");
    var before = clouds.local.rowsWithWriters();
    everything();
    clouds.align();
    clouds.centre.execute("DELETE FROM assignment; DELETE FROM user_group_membership;");
    clouds.align();
    var after = clouds.local.rowsWithWriters();
    for (var table : before.entrySet()) {
      assertThat(after.get(table.getKey())).as(table.getKey()).containsAll(table.getValue());
    }
  }

  @Test
  void usersThatEachCloudHasForItselfAreExemptOnBothSides() {
    clouds.centre.user("c1", "dcorch", "$2b$centre").role("cr", "ResellerAdmin");
    clouds.local.user("l1", "dcorch", "$2b$site").user("l2", "cinderRegionOne", "$2b$site");
    clouds.local.role("lr", "ResellerAdmin");
    var before = clouds.local.rowsWithWriters();
    clouds.align();
    assertThat(clouds.local.rowsWithWriters().get("user")).isEqualTo(before.get("user"));
    assertThat(clouds.local.rowsWithWriters().get("role")).isEqualTo(before.get("role"));
    var forged =
        clouds
            .site()
            .write(
                List.of(
                    new SiteWrite.Upsert(
                        new ItemKey("user", "c2"),
                        Payload.of(
                            "{\"local_user\":{\"domain_id\":\"default\",\"name\":\"cinderRegionOne\"},\"password\":[],\"user\":{\"id\":\"c2\"}}")),
                    new SiteWrite.Delete(new ItemKey("user", "l1"))));
    assertThat(forged.getFirst()).isInstanceOf(SiteResult.Refused.class);
    assertThat(clouds.local.rowsWithWriters().get("user")).isEqualTo(before.get("user"));
  }

  @Test
  void deletedMeansWithWhatHangsOnIt() {
    everything();
    clouds.align();
    clouds
        .local
        .project("lp", "local-project")
        .assign("UserProject", "u1", "lp", "r1")
        .execute(
            "INSERT INTO credential (id, user_id, project_id, type, key_hash, encrypted_blob)"
                + " VALUES ('c', 'u1', 'lp', 'totp', '', '')");
    clouds.centre.execute(
        """
        DELETE FROM assignment WHERE actor_id = 'u1';
        DELETE FROM user_group_membership WHERE user_id = 'u1';
        DELETE FROM "user" WHERE id = 'u1';
        """);
    clouds.align();
    assertThat(clouds.local.column("SELECT actor_id FROM assignment WHERE actor_id = 'u1'"))
        .isEmpty();
    assertThat(clouds.local.column("SELECT id FROM credential")).isEmpty();
    assertThat(clouds.local.column("SELECT user_id FROM local_user")).containsExactly("u2");
  }

  @Test
  void aDomainInWhichTheSiteHasUsersOfItsOwnStays() {
    clouds.centre.domain("d1", "partners");
    clouds.align();
    clouds.local.user("l1", "their-own", "$2b$x", "d1");
    clouds.centre.execute("DELETE FROM project WHERE id = 'd1'");
    assertThat(clouds.write().toString())
        .contains("Refused")
        .contains("user of its own")
        .contains("l1");
    assertThat(clouds.local.column("SELECT name FROM local_user")).containsExactly("their-own");
  }

  @Test
  void aRevocationIsThereOnceWhateverItsForm() {
    clouds.centre.execute(
        """
        INSERT INTO revocation_event (audit_id, issued_before, revoked_at)
        VALUES ('a1', '2026-01-01 00:00:00.5', '2026-01-01 00:00:00.5');
        INSERT INTO revocation_event (user_id, issued_before, revoked_at)
        VALUES ('u9', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
        INSERT INTO revocation_event (project_id, issued_before, revoked_at)
        VALUES ('p9', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
        """);
    clouds.align();
    assertThat(
            clouds.local.column(
                "SELECT coalesce(audit_id, user_id) FROM revocation_event ORDER BY 1"))
        .containsExactly("a1", "u9");
  }

  @Test
  void aRevocationThatIsThereTwiceAtEitherEndCountsOnce() {
    var twice =
        """
        INSERT INTO revocation_event (audit_id, issued_before, revoked_at)
        SELECT 'a1', '2026-01-01 00:00:00', '2026-01-01 00:00:00' FROM generate_series(1, 2)
        """;
    clouds.centre.execute(twice);
    clouds.align();
    assertThat(clouds.local.column("SELECT audit_id FROM revocation_event")).containsExactly("a1");
    clouds.local.execute(twice);
    assertThat(clouds.difference()).isEmpty();
    clouds.centre.execute("DELETE FROM revocation_event");
    clouds.align();
    assertThat(clouds.local.column("SELECT audit_id FROM revocation_event")).isEmpty();
  }

  void everything() {
    clouds
        .centre
        .domain("d1", "partners")
        .project("p1", "tenant", "d1", "d1")
        .project("p2", "below", "d1", "p1")
        .role("r1", "observer")
        .user("u1", "alice", "$2b$alice")
        .user("u2", "bob", "$2b$bob", "d1")
        .option("u1", "1000", "true")
        .group("g1", "observers", "u1", "u2")
        .assign("UserProject", "u1", "p1", "r1")
        .assign("UserProject", "u2", "p2", "r1")
        .assign("GroupProject", "g1", "p1", "r1")
        .execute(
            """
            INSERT INTO revocation_event (user_id, issued_before, revoked_at)
            VALUES ('u1', '2026-01-01', '2026-01-01')
            """);
  }
}
