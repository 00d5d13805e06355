package io.murmuration.central.external.keystonedb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.identity.IdentityOrigin.Reading;
import io.murmuration.central.identity.OriginAwayException;
import io.murmuration.schema.testing.KeystoneDatabase;
import io.murmuration.sync.model.ItemKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a real Keystone's tables, by a user that may do no more than read. */
@Tag("database")
@Timeout(60)
class KeystoneTablesRepositoryTest {
  private static final Duration KEPT = Duration.ofMinutes(90);

  @AutoClose private final KeystoneDatabase keystone = KeystoneDatabase.fresh();
  @TempDir private Path directory;
  private KeystoneTablesRepository repository;

  @BeforeEach
  void aUserThatReads() throws IOException {
    var role = "reader_" + keystone.settings().url().replaceAll(".*/", "");
    keystone.execute(
        """
        CREATE ROLE %1$s LOGIN PASSWORD 's3cret';
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO %1$s;
        """
            .formatted(role));
    repository = repository(role, "s3cret");
    keystone
        .domain("d1", "partners")
        .project("p1", "tenant", "d1", "d1")
        .role("r1", "observer")
        .user("u1", "alice", "$2b$alice")
        .option("u1", "1001", "true")
        .group("g1", "observers", "u1")
        .assign("UserProject", "u1", "p1", "r1");
  }

  private KeystoneTablesRepository repository(String user, String password) throws IOException {
    var file = Files.writeString(directory.resolve("password"), password + "\nmore\n");
    return new KeystoneTablesRepository(
        new KeystoneDatabaseSettings(
            keystone.settings().url(), user, file, Duration.ofSeconds(10), KEPT));
  }

  private Reading read() {
    try {
      return repository.read(Optional.empty()).orElseThrow();
    } catch (OriginAwayException e) {
      throw new AssertionError(e);
    }
  }

  private String text(String type, String name) {
    var payload = read().items().get(new ItemKey(type, name));
    return payload == null ? "" : payload.text();
  }

  @Test
  void everyItemIsThereUnderItsIdWithItsRows() {
    assertThat(read().items().keySet().stream().map(ItemKey::toString))
        .containsExactly(
            "assignment/p1_u1_r1",
            "group/g1",
            "project/d1",
            "project/default",
            "project/p1",
            "role/r1",
            "user/u1");
    assertThat(text("user", "u1"))
        .isEqualTo(
            "{\"local_user\":{\"domain_id\":\"default\",\"name\":\"alice\"},\"password\":[{\"created_at\":\"2026-01-01"
                + " 00:00:01\",\"created_at_int\":1767225601000000,"
                + "\"expires_at\":null,\"expires_at_int\":null,\"password_hash\":\"$2b$alice\",\"self_service\":false}],\"user\":{\"created_at\":\"2026-01-02"
                + " 03:04:05.6789\",\"default_project_id\":null,\"domain_id\":\"default\",\"enabled\":true,\"extra\":\"{\\\"email\\\":"
                + " \\\"alice@example\\\"}\",\"id\":\"u1\"},"
                + "\"user_option\":[{\"option_id\":\"1001\",\"option_value\":\"true\"}]}");
    assertThat(text("group", "g1")).contains("\"user_group_membership\":[{\"user_id\":\"u1\"}]");
    assertThat(read().toString()).doesNotContain("$2b$");
  }

  @Test
  void namesOfServicesThatEachCloudHasForItselfAreLeftOutEverywhere() {
    keystone
        .user("x1", "dcorch", "$2b$x")
        .user("x2", "cinderRegionOne", "$2b$x")
        .user("u2", "cinderella", "$2b$c")
        .role("x3", "ResellerAdmin")
        .group("g2", "services", "x1", "u1")
        .assign("UserProject", "x1", "p1", "r1")
        .assign("UserProject", "u1", "p1", "x3")
        .assign("UserDomain", "u1", "d1", "r1");
    assertThat(read().items().keySet())
        .filteredOn(key -> List.of("user", "role", "assignment").contains(key.type()))
        .extracting(ItemKey::toString)
        .containsExactly("assignment/p1_u1_r1", "role/r1", "user/u1", "user/u2");
    assertThat(text("group", "g2")).contains("u1").doesNotContain("x1");
  }

  @Test
  void anUnchangedKeystoneGivesNothing() throws OriginAwayException {
    var version = Optional.of(read().version());
    assertThat(repository.read(version)).isEmpty();
    keystone.execute("VACUUM FULL ANALYZE");
    assertThat(repository.read(version)).isEmpty();
  }

  @Test
  void aChangeOfAnyTableIsNoticed() throws OriginAwayException {
    for (var change :
        List.of(
            "UPDATE \"user\" SET enabled = false",
            "UPDATE local_user SET name = 'alicia'",
            "UPDATE password SET password_hash = 'x'",
            "DELETE FROM user_option",
            "UPDATE \"group\" SET description = 'x'",
            "DELETE FROM user_group_membership",
            "UPDATE project SET description = 'x' WHERE id = 'p1'",
            "UPDATE role SET name = 'x'",
            "DELETE FROM assignment",
            "INSERT INTO revocation_event (audit_id, issued_before, revoked_at)"
                + " VALUES ('a', timezone('utc', now()), timezone('utc', now()))")) {
      var before = Optional.of(read().version());
      keystone.execute(change);
      assertThat(repository.read(before)).as(change).isPresent();
    }
  }

  @Test
  void revocationsThatEndNoTokenAnyMoreAreLeftOut() {
    keystone.execute(
        """
        INSERT INTO revocation_event (audit_id, issued_before, revoked_at, expires_at) VALUES
          ('fresh', timezone('utc', now()), timezone('utc', now()), NULL),
          ('old', '2026-01-01', timezone('utc', now()) - interval '91 min', NULL),
          ('expired', '2026-01-01', timezone('utc', now()), timezone('utc', now()) - interval '1 s'),
          ('expires', '2026-01-01', timezone('utc', now()), timezone('utc', now()) + interval '1 h')
        """);
    assertThat(read().items().keySet())
        .filteredOn(key -> key.type().equals("revocation-event"))
        .extracting(ItemKey::name)
        .containsExactly("expires", "fresh");
  }

  @Test
  void whatCannotBeReadIsToldInWordsWithoutThePassword() throws IOException {
    repository = repository("nobody", "wr0ng");
    assertThatThrownBy(() -> repository.read(Optional.empty()))
        .isInstanceOf(OriginAwayException.class)
        .hasMessageContaining("nobody")
        .hasMessageNotContaining("wr0ng");
    repository = repository(keystone.settings().user(), keystone.settings().password());
    keystone.execute("DROP TABLE local_user CASCADE");
    assertThatThrownBy(() -> repository.read(Optional.empty()))
        .hasMessageContaining("[local_user]");
  }
}
