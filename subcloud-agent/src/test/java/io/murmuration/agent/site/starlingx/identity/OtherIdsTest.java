package io.murmuration.agent.site.starlingx.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.agent.SiteResult;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sites whose bootstrap gave the same names other ids, and names that change hands. */
@Tag("database")
@Timeout(120)
class OtherIdsTest {
  @TempDir private Path directory;
  private Clouds clouds;

  @BeforeEach
  void open() {
    clouds = new Clouds(directory);
  }

  @AfterEach
  void close() {
    clouds.close();
  }

  @Test
  void aUserGetsTheCentresIdAndKeepsWhatItHasAtTheSite() {
    clouds.centre.user("c", "alice", "$2b$centre");
    clouds
        .local
        .user("s", "alice", "$2b$site")
        .group("lg", "local-group", "s")
        .project("lp", "local-project")
        .role("lr", "local-role")
        .assign("UserProject", "s", "lp", "lr")
        .assign("UserDomain", "s", "default", "lr")
        .execute(
            """
            INSERT INTO system_assignment VALUES ('UserSystem', 's', 'system', 'lr', false);
            INSERT INTO credential (id, user_id, type, key_hash, encrypted_blob)
            VALUES ('k', 's', 'totp', '', '');
            """);
    clouds.align();
    assertThat(clouds.local.column("SELECT id FROM \"user\"")).containsExactly("c");
    assertThat(clouds.local.column("SELECT password_hash FROM password"))
        .containsExactly("$2b$centre");
    assertThat(
            clouds.local.column(
                "SELECT actor_id || type FROM assignment UNION ALL SELECT actor_id || type FROM"
                    + " system_assignment UNION ALL SELECT user_id FROM user_group_membership UNION"
                    + " ALL SELECT user_id FROM credential"))
        .containsExactlyInAnyOrder("cUserProject", "cUserDomain", "cUserSystem", "c", "c");
  }

  @Test
  void projectsRolesAndGroupsGetTheCentresIdsAndKeepTheirAssignments() {
    clouds.centre.project("cp", "services").role("cr", "admin").group("cg", "operators");
    clouds
        .local
        .user("l1", "local-service", "$2b$l")
        .project("sp", "services")
        .role("sr", "admin")
        .role("member", "member")
        .group("sg", "operators")
        .assign("UserProject", "l1", "sp", "sr")
        .assign("GroupProject", "sg", "sp", "sr")
        .execute("INSERT INTO implied_role VALUES ('sr', 'member')");
    clouds.align();
    assertThat(clouds.local.column("SELECT actor_id || target_id || role_id FROM assignment"))
        .containsExactlyInAnyOrder("l1cpcr", "cgcpcr");
    assertThat(clouds.local.column("SELECT prior_role_id FROM implied_role")).containsExactly("cr");
  }

  @Test
  void aDomainGetsTheCentresIdAndItsOwnUsersKeepTheirPasswords() {
    clouds.centre.domain("cd", "partners").user("cu", "shared", "$2b$centre", "cd");
    clouds
        .local
        .domain("sd", "partners")
        .user("lu", "their-own", "$2b$own", "sd")
        .user("su", "shared", "$2b$site", "sd")
        .project("lp", "their-project", "sd", "sd")
        .assign("UserDomain", "lu", "sd", "x");
    clouds.align();
    assertThat(
            clouds.local.column(
                "SELECT l.user_id || l.domain_id || p.password_hash FROM local_user l"
                    + " JOIN password p ON p.local_user_id = l.id"))
        .containsExactlyInAnyOrder("lucd$2b$own", "cucd$2b$centre");
    assertThat(clouds.local.column("SELECT domain_id || parent_id FROM project WHERE id = 'lp'"))
        .containsExactly("cdcd");
    assertThat(clouds.local.column("SELECT target_id FROM assignment")).containsExactly("cd");
  }

  @Test
  void whoIsMadeAnewUnderAnOldNameInheritsNothing() {
    clouds
        .centre
        .project("p", "tenant")
        .role("r", "admin")
        .user("old", "alice", "$2b$old")
        .assign("UserProject", "old", "p", "r");
    clouds.align();
    clouds.centre.execute("DELETE FROM assignment; DELETE FROM \"user\"");
    clouds.centre.user("new", "alice", "$2b$new");
    clouds.align();
    assertThat(clouds.local.column("SELECT id FROM \"user\"")).containsExactly("new");
    assertThat(clouds.local.column("SELECT actor_id FROM assignment")).isEmpty();
  }

  @Test
  void namesMayBeSwapped() {
    clouds.centre.user("a", "alice", "$2b$a").user("b", "bob", "$2b$b");
    clouds.centre.project("p", "one").project("q", "two");
    clouds.align();
    clouds.centre.execute(
        """
        UPDATE local_user SET name = 'x' WHERE user_id = 'a';
        UPDATE local_user SET name = 'alice' WHERE user_id = 'b';
        UPDATE local_user SET name = 'bob' WHERE user_id = 'a';
        UPDATE project SET name = 'x' WHERE id = 'p';
        UPDATE project SET name = 'one' WHERE id = 'q';
        UPDATE project SET name = 'two' WHERE id = 'p';
        """);
    clouds.align();
    assertThat(clouds.local.column("SELECT user_id || name FROM local_user ORDER BY 1"))
        .containsExactly("abob", "balice");
  }

  @Test
  void aNameThatASiteGaveToSomebodyElseIsRefusedInWords() {
    clouds.centre.user("a", "alice", "$2b$a");
    clouds.align();
    clouds.local.user("l", "carol", "$2b$l");
    clouds.centre.execute("UPDATE local_user SET name = 'carol' WHERE user_id = 'a'");
    assertThat(clouds.write())
        .singleElement()
        .isInstanceOfSatisfying(
            SiteResult.Refused.class,
            refused -> assertThat(refused.why()).contains("carol").contains("id l"));
    assertThat(clouds.local.column("SELECT user_id || name FROM local_user ORDER BY 1"))
        .containsExactly("aalice", "lcarol");
  }

  @Test
  void identitiesAreAlignedOnceTheIdsAreThere() {
    clouds.centre.user("c", "alice", "$2b$c");
    clouds.local.user("s", "alice", "$2b$s");
    assertThat(clouds.difference()).isNotEmpty();
    assertThat(clouds.site().isAligned()).isFalse();
    clouds.align();
    assertThat(clouds.site().isAligned()).isTrue();
    clouds.restart();
    assertThat(clouds.site().isAligned()).isFalse();
    clouds.site().kept(false);
    assertThat(clouds.site().isAligned()).as("nobody keeps them").isTrue();
    clouds.site().kept(true);
    assertThat(clouds.site().isAligned()).isFalse();
    assertThat(clouds.difference()).isEmpty();
    assertThat(clouds.site().isAligned()).as("found equal").isTrue();
  }
}
