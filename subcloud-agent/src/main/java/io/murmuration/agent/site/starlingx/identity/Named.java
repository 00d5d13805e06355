package io.murmuration.agent.site.starlingx.identity;

import static io.murmuration.agent.site.starlingx.identity.Reference.link;
import static io.murmuration.agent.site.starlingx.identity.Reference.row;

import java.util.List;

/**
 * What has an id that others refer to, and a name that is unique in its domain, by which the site
 * may know it under another id.
 */
enum Named {
  PROJECT(
      "project",
      "project",
      "id",
      row("project", "parent_id"),
      row("project", "domain_id"),
      // these three also move local_user and nonlocal_user: their foreign key cascades
      row("user", "domain_id"),
      row("user", "default_project_id"),
      row("group", "domain_id"),
      row("role", "domain_id"),
      row("project_option", "project_id"),
      row("project_tag", "project_id"),
      row("project_endpoint", "project_id"),
      row("project_endpoint_group", "project_id"),
      row("limit", "project_id"),
      row("limit", "domain_id"),
      row("credential", "project_id"),
      row("application_credential", "project_id"),
      row("trust", "project_id"),
      row("identity_provider", "domain_id"),
      row("id_mapping", "domain_id"),
      row("config_register", "domain_id"),
      row("whitelisted_config", "domain_id"),
      row("sensitive_config", "domain_id"),
      link("assignment", "target_id")),
  ROLE(
      "role",
      "role",
      "id",
      row("implied_role", "prior_role_id"),
      row("implied_role", "implied_role_id"),
      row("role_option", "role_id"),
      row("trust_role", "role_id"),
      row("application_credential_role", "role_id"),
      link("assignment", "role_id"),
      link("system_assignment", "role_id")),
  USER(
      "user",
      "local_user",
      "user_id",
      row("local_user", "user_id"),
      row("nonlocal_user", "user_id"),
      row("federated_user", "user_id"),
      row("user_option", "user_id"),
      row("user_group_membership", "user_id"),
      row("expiring_user_group_membership", "user_id"),
      row("credential", "user_id"),
      row("application_credential", "user_id"),
      row("access_rule", "user_id"),
      row("trust", "trustor_user_id"),
      row("trust", "trustee_user_id"),
      link("assignment", "actor_id"),
      link("system_assignment", "actor_id")),
  GROUP(
      "group",
      "group",
      "id",
      row("user_group_membership", "group_id"),
      row("expiring_user_group_membership", "group_id"),
      link("assignment", "actor_id"),
      link("system_assignment", "actor_id"));

  private final String table;
  private final String nameTable;
  private final String nameKey;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Reference> references;

  Named(String table, String nameTable, String nameKey, Reference... references) {
    this.table = table;
    this.nameTable = nameTable;
    this.nameKey = nameKey;
    this.references = List.of(references);
  }

  String table() {
    return table;
  }

  /** Where columns {@code domain_id} and {@code name} are. */
  String nameTable() {
    return nameTable;
  }

  /** The column of {@link #nameTable} that holds the id. */
  String nameKey() {
    return nameKey;
  }

  List<Reference> references() {
    return references;
  }
}
