package io.murmuration.agent.site.starlingx.identity;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * All that is claimed of the tables, and what is different, through dcdbsync and Keystone's API.
 */
class DcdbsyncTest extends IdentitySiteTest {

  @Override
  Clouds clouds(Path home) {
    return Clouds.throughDcdbsync(home);
  }

  @Test
  void whoIsMadeOrChangedGoesThroughDcdbsyncAndWhoIsDeletedThroughKeystone() {
    everything();
    clouds.align();
    assertThat(clouds.dcdbsync.written())
        .containsExactly(
            "POST /v1.0/identity/token-revocation-events/",
            "POST /v1.0/identity/projects/",
            "POST /v1.0/identity/projects/",
            "POST /v1.0/identity/projects/",
            "POST /v1.0/identity/roles/",
            "POST /v1.0/identity/users/",
            "POST /v1.0/identity/users/",
            "POST /v1.0/identity/groups/",
            "PUT /v3/projects/p1/groups/g1/roles/r1",
            "PUT /v3/projects/p1/users/u1/roles/r1",
            "PUT /v3/projects/p2/users/u2/roles/r1");
    clouds.dcdbsync.written().clear();
    clouds.centre.execute(
        """
        UPDATE "user" SET enabled = false WHERE id = 'u1';
        UPDATE role SET description = 'x' WHERE id = 'r1';
        UPDATE "group" SET description = 'x' WHERE id = 'g1';
        UPDATE assignment SET inherited = true WHERE actor_id = 'g1';
        """);
    clouds.align();
    assertThat(clouds.dcdbsync.written())
        .containsExactly(
            "PUT /v1.0/identity/roles/r1",
            "PUT /v1.0/identity/users/u1",
            "PUT /v1.0/identity/groups/g1",
            "DELETE /v3/projects/p1/groups/g1/roles/r1",
            "PUT /v3/OS-INHERIT/projects/p1/groups/g1/roles/r1/inherited_to_projects");
    clouds.dcdbsync.written().clear();
    clouds.centre.execute(
        """
        DELETE FROM assignment;
        DELETE FROM revocation_event;
        DELETE FROM user_group_membership;
        DELETE FROM "group";
        DELETE FROM "user";
        DELETE FROM role;
        DELETE FROM project WHERE parent_id IN ('p1', 'd1');
        DELETE FROM project WHERE id IN ('p1', 'd1');
        """);
    clouds.align();
    assertThat(clouds.dcdbsync.written())
        .contains(
            "DELETE /v3/OS-INHERIT/projects/p1/groups/g1/roles/r1/inherited_to_projects",
            "DELETE /v3/groups/g1",
            "DELETE /v3/users/u1",
            "DELETE /v3/roles/r1",
            "DELETE /v3/projects/p2",
            "PATCH /v3/domains/d1",
            "DELETE /v3/domains/d1")
        .anyMatch(write -> write.startsWith("DELETE /v1.0/identity/token-revocation-events/users/"))
        .noneMatch(write -> write.startsWith("PUT"));
  }

  /** dcdbsync writes the other rows of that user again, with what they say. */
  @Override
  @Test
  void aChangedPasswordReplacesTheRowsAndNothingElse() {
    clouds.centre.user("u1", "alice", "$2b$old").user("u2", "bob", "$2b$bob");
    clouds.align();
    var bob =
        "SELECT u.xmin || ' ' || l.xmin || ' ' || p.xmin FROM \"user\" u JOIN local_user l"
            + " ON l.user_id = u.id JOIN password p ON p.local_user_id = l.id WHERE u.id = 'u2'";
    var before = clouds.local.column(bob);
    clouds.centre.password("u1", "$2b$new");
    clouds.align();
    assertThat(clouds.local.column(bob)).isEqualTo(before);
    assertThat(clouds.local.column("SELECT password_hash FROM password ORDER BY 1"))
        .containsExactly("$2b$bob", "$2b$new", "$2b$old");
    assertThat(clouds.local.column("SELECT created_at FROM \"user\""))
        .isEqualTo(clouds.centre.column("SELECT created_at FROM \"user\""));
  }

  /** The write comes to pass, its answer is lost, and the agent starts anew. */
  @Test
  void aPushThatBreaksOffAfterAnyWriteIsFinishedByTheNext() {
    everything();
    clouds
        .local
        .user("s", "alice", "$2b$site")
        .group("lg", "local-group", "s")
        .role("sr", "observer");
    int cuts = 0;
    while (true) {
      clouds.dcdbsync.cutAfter(1);
      clouds.write();
      boolean cut = clouds.dcdbsync.isCut();
      clouds.dcdbsync.cutAfter(Integer.MAX_VALUE);
      if (!cut) {
        break;
      }
      cuts++;
      clouds.restart();
    }
    clouds.align();
    assertThat(cuts).as("writes of a push").isGreaterThanOrEqualTo(12);
    assertThat(clouds.local.column("SELECT id FROM \"user\" ORDER BY 1"))
        .containsExactly("u1", "u2");
  }

  @Test
  void aSiteWhoseReleaseSaysNothingOfOptionsIsInSyncAndKeepsThem() {
    clouds.centre.user("u1", "alice", "$2b$alice").option("u1", "1000", "true");
    clouds.local.user("u1", "alice", "$2b$old").option("u1", "1001", "true");
    clouds.dcdbsync.withoutOptions();
    clouds.align();
    clouds.restart();
    assertThat(clouds.difference()).as("also after a restart").isEmpty();
    assertThat(clouds.local.column("SELECT option_id FROM user_option")).containsExactly("1001");
    assertThat(clouds.local.column("SELECT password_hash FROM password"))
        .containsExactly("$2b$alice");
  }

  @Test
  void membersThatEachSiteHasForItselfStayInAGroupOfTheCentres() {
    clouds.centre.user("u1", "alice", "$2b$alice").group("g1", "operators", "u1");
    clouds.local.user("l1", "usm", "$2b$site").group("g1", "operators", "l1");
    clouds.align();
    assertThat(clouds.local.column("SELECT user_id FROM user_group_membership ORDER BY 1"))
        .containsExactly("l1", "u1");
  }

  @Test
  void whoeverIsKnownUnderAnotherIdGetsTheCentresAndKeepsRolesAndMemberships() {
    clouds
        .centre
        .user("c", "alice", "$2b$centre")
        .project("cp", "services")
        .role("cr", "admin")
        .group("cg", "operators");
    clouds
        .local
        .user("s", "alice", "$2b$site")
        .option("s", "1000", "true")
        .project("sp", "services")
        .role("sr", "admin")
        .role("member", "member")
        .group("sg", "operators", "s")
        .group("lg", "local-group", "s")
        .assign("UserProject", "s", "sp", "sr")
        .assign("GroupProject", "sg", "sp", "sr")
        .execute("INSERT INTO implied_role VALUES ('sr', 'member')");
    clouds.align();
    assertThat(clouds.local.column("SELECT id FROM \"user\"")).containsExactly("c");
    assertThat(clouds.local.column("SELECT password_hash FROM password"))
        .containsExactly("$2b$centre");
    assertThat(clouds.local.column("SELECT actor_id || target_id || role_id FROM assignment"))
        .containsExactlyInAnyOrder("ccpcr", "cgcpcr");
    assertThat(clouds.local.column("SELECT group_id || user_id FROM user_group_membership"))
        .containsExactly("lgc");
    assertThat(clouds.local.column("SELECT prior_role_id FROM implied_role")).containsExactly("cr");
  }

  @Test
  void aDomainWithUsersKeepsItsIdBecauseDcdbsyncWouldLoseTheirPasswords() {
    clouds.centre.domain("cd", "partners");
    clouds.local.domain("sd", "partners").user("lu", "their-own", "$2b$own", "sd");
    assertThat(clouds.write())
        .singleElement()
        .isInstanceOfSatisfying(
            SiteResult.Refused.class,
            refused -> assertThat(refused.why()).contains("id sd").contains("passwords"));
    assertThat(clouds.local.column("SELECT password_hash FROM password"))
        .containsExactly("$2b$own");
  }

  @Test
  void aDomainWithoutUsersGetsTheCentresId() {
    clouds.centre.domain("cd", "partners");
    clouds.local.domain("sd", "partners").project("lp", "their-project", "sd", "sd");
    clouds.align();
    assertThat(clouds.local.column("SELECT domain_id || parent_id FROM project WHERE id = 'lp'"))
        .containsExactly("cdcd");
  }

  @Test
  void namesMayBeSwappedAndInherited() {
    clouds.centre.user("a", "alice", "$2b$a").user("b", "bob", "$2b$b").user("o", "carol", "$2b$o");
    clouds.align();
    clouds.centre.execute(
        """
        UPDATE local_user SET name = 'x' WHERE user_id = 'a';
        UPDATE local_user SET name = 'alice' WHERE user_id = 'b';
        UPDATE local_user SET name = 'bob' WHERE user_id = 'a';
        DELETE FROM "user" WHERE id = 'o';
        """);
    clouds.centre.user("n", "carol", "$2b$n");
    clouds.align();
    assertThat(clouds.local.column("SELECT user_id || name FROM local_user ORDER BY 1"))
        .containsExactly("abob", "balice", "ncarol");
  }

  /** StarlingX's Keystone gives the keyring what it is told; then come the exact rows. */
  @Test
  void keystoneIsToldThePasswordOfAdminBeforeItsRowsChange() {
    clouds.close();
    clouds = Clouds.throughDcdbsync(directory, "echo", "secret-of-admin");
    clouds.centre.user("a", "admin", "$2b$new");
    clouds.local.user("s", "admin", "$2b$old");
    clouds.align();
    assertThat(clouds.dcdbsync.written())
        .containsExactly("PATCH /v3/users/s", "PUT /v1.0/identity/users/s");
    assertThat(clouds.local.column("SELECT password_hash FROM password"))
        .containsExactly("$2b$new");
    clouds.dcdbsync.written().clear();
    clouds.centre.execute("UPDATE \"user\" SET extra = '{\"a\": 1}' WHERE id = 'a'");
    clouds.align();
    assertThat(clouds.dcdbsync.written())
        .as("another change of admin")
        .containsExactly("PUT /v1.0/identity/users/a");
  }

  @Test
  void whatOneItemMeetsIsToldWithoutItsValuesAndTheOthersGoOn() {
    clouds.centre.user("u1", "alice", "$2b$sentinel").role("r1", "observer");
    clouds
        .dcdbsync
        .server()
        .stubFor(
            post(urlPathMatching("/v1.0/identity/roles/"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(500).withBody("$2b$sentinel")));
    assertThat(clouds.write())
        .hasSize(2)
        .anySatisfy(result -> assertThat(result).isEqualTo(SiteResult.APPLIED))
        .anySatisfy(result ->
            assertThat(result)
                .isInstanceOfSatisfying(
                    SiteResult.Deferred.class,
                    deferred ->
                        assertThat(deferred.why())
                            .contains("dcdbsync")
                            .contains("500")
                            .doesNotContain("sentinel")));
    assertThat(clouds.local.column("SELECT name FROM local_user")).containsExactly("alice");
  }

  @Test
  void aListThatIsNotWholeIsNoReading() {
    clouds.centre.user("u1", "alice", "$2b$1").role("r", "r").project("p", "p");
    clouds.centre.assign("UserProject", "u1", "p", "r");
    clouds.align();
    clouds
        .dcdbsync
        .server()
        .stubFor(
            get(urlPathMatching("/v3/role_assignments"))
                .atPriority(1)
                .willReturn(okJson("{\"role_assignments\":[],\"truncated\":true}")));
    assertThat(clouds.site().read(new TreeSet<>(clouds.wanted().keySet()), true))
        .isInstanceOfSatisfying(
            SiteReading.Failed.class,
            failed -> assertThat(failed.why()).contains("expected: the whole list"));
  }

  @Test
  void dcdbsyncThatIsAwayIsToldAndChangesNothing() {
    clouds.centre.user("u1", "alice", "$2b$1");
    var writes = clouds.difference();
    clouds.dcdbsync.cutAfter(0);
    assertThat(clouds.site().write(writes)).singleElement().isInstanceOf(SiteResult.Deferred.class);
    assertThat(clouds.site().read(new TreeSet<>(clouds.wanted().keySet()), true))
        .isInstanceOf(SiteReading.Failed.class);
    assertThat(clouds.site().write(List.of(new SiteWrite.Delete(new ItemKey("user", "u1")))))
        .singleElement()
        .isInstanceOf(SiteResult.Deferred.class);
  }
}
