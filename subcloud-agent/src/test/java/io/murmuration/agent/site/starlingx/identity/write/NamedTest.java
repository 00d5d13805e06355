package io.murmuration.agent.site.starlingx.identity.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.schema.testing.KeystoneDatabase;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who refers to whom in a real Keystone's tables. */
@Tag("database")
@Timeout(60)
class NamedTest {
  @AutoClose private final KeystoneDatabase keystone = KeystoneDatabase.fresh();

  /** A release of Keystone with one more shows up here. */
  @Test
  void everyColumnThatHoldsAnIdIsMovedOrLeftForAReason() {
    var left =
        Set.of(
            "revocation_event.user_id", // ends tokens that carry the old id
            "revocation_event.project_id",
            "revocation_event.domain_id",
            "revocation_event.role_id",
            "token.user_id", // not used any more
            "access_token.authorizing_user_id", // of OAuth 1, for hours
            "access_token.project_id",
            "request_token.authorizing_user_id",
            "request_token.requested_project_id",
            "local_user.domain_id", // follow the user's by foreign key
            "nonlocal_user.domain_id",
            "password.local_user_id", // no id of a user
            "project_endpoint_group.endpoint_group_id");
    var moved =
        Stream.of(Named.values())
            .flatMap(named -> named.references().stream())
            .map(reference -> reference.table() + "." + reference.column())
            .collect(Collectors.toSet());
    assertThat(
            keystone.column(
                "SELECT table_name || '.' || column_name FROM information_schema.columns"
                    + " WHERE table_schema = 'public' AND (column_name ~"
                    + " '(user|project|domain|role|group)_id$' OR column_name IN"
                    + " ('actor_id', 'target_id')) AND column_name <> 'idp_id'"))
        .allMatch(
            column -> left.contains(column) || moved.contains(column) || isOfTheSystem(column));
  }

  private static boolean isOfTheSystem(String column) {
    return column.equals("system_assignment.target_id");
  }
}
