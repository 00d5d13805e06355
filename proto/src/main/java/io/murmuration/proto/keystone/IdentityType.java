package io.murmuration.proto.keystone;

import static io.murmuration.proto.keystone.Column.number;
import static io.murmuration.proto.keystone.Column.text;
import static io.murmuration.proto.keystone.Column.truth;
import static io.murmuration.proto.keystone.Part.many;
import static io.murmuration.proto.keystone.Part.one;

import java.util.List;
import java.util.Optional;

/**
 * The resource types of kind {@code identity}, each with the tables it is made of; the first one
 * says which items there are. An item's name is the id at the centre.
 *
 * <p>Left to each Keystone: when a user was last active and how often a password was wrong, tags
 * and options of projects and roles, assignments on domains and on the system, credentials, trusts,
 * the catalogue, and users of LDAP or of a federation.
 */
public enum IdentityType {
  /**
   * Named by its audit id if it revokes one token; {@code base64url(user_issued-before)} if it
   * revokes a user's. Rows that end a project's or a domain's tokens follow from the project's row.
   */
  REVOCATION_EVENT(
      "revocation-event",
      many(
              "revocation_event",
              "coalesce(t.audit_id, translate(encode(convert_to("
                  + "t.user_id || '_' || t.issued_before, 'UTF8'), 'base64'), E'+/=\\n', '-_'))",
              text("domain_id"),
              text("project_id"),
              text("user_id"),
              text("role_id"),
              text("trust_id"),
              text("consumer_id"),
              text("access_token_id"),
              text("issued_before"),
              text("expires_at"),
              text("revoked_at"),
              text("audit_id"),
              text("audit_chain_id"))
          .where("(t.audit_id IS NOT NULL OR t.user_id IS NOT NULL)")),

  /** Domains too; but not the root of them all, which every Keystone makes for itself. */
  PROJECT(
      "project",
      one(
              "project",
              "t.id",
              text("id"),
              text("domain_id"),
              text("parent_id"),
              truth("is_domain"),
              text("name"),
              text("description"),
              truth("enabled"),
              text("extra"))
          .where("t.id NOT LIKE '<<%'")),

  ROLE(
      "role",
      one(
              "role",
              "t.id",
              text("id"),
              text("domain_id"),
              text("name"),
              text("description"),
              text("extra"))
          .where(Exempt.sharedRole("t"))),

  /** With every row of the password's history, as it is hashed. */
  USER(
      "user",
      one(
              "user",
              "t.id",
              text("id"),
              text("domain_id"),
              text("default_project_id"),
              truth("enabled"),
              text("created_at"),
              text("extra"))
          .join("JOIN local_user l ON l.user_id = t.id")
          .where(Exempt.sharedUser("l")),
      one("local_user", "t.user_id", text("domain_id"), text("name")),
      many(
              "password",
              "l.user_id",
              text("password_hash"),
              truth("self_service"),
              text("created_at"),
              number("created_at_int"),
              text("expires_at"),
              number("expires_at_int"))
          .join("JOIN local_user l ON l.id = t.local_user_id"),
      many("user_option", "t.user_id", text("option_id"), text("option_value"))),

  /** With its members, but for those that are exempt or not of this Keystone. */
  GROUP(
      "group",
      one(
          "group",
          "t.id",
          text("id"),
          text("domain_id"),
          text("name"),
          text("description"),
          text("extra")),
      many("user_group_membership", "t.group_id", text("user_id"))
          .join("JOIN local_user l ON l.user_id = t.user_id")
          .where(Exempt.sharedUser("l"))),

  /** On projects only. Named {@code project_actor_role}; the actor is a user or a group. */
  ASSIGNMENT(
      "assignment",
      many(
              "assignment",
              "t.target_id || '_' || t.actor_id || '_' || t.role_id",
              text("type"),
              text("actor_id"),
              text("target_id"),
              text("role_id"),
              truth("inherited"))
          .join("JOIN project p ON p.id = t.target_id JOIN role r ON r.id = t.role_id")
          .where(
              Exempt.sharedRole("r")
                  + " AND (t.type = 'GroupProject'"
                  + " AND EXISTS (SELECT FROM \"group\" a WHERE a.id = t.actor_id)"
                  + " OR t.type = 'UserProject'"
                  + " AND EXISTS (SELECT FROM local_user l WHERE l.user_id = t.actor_id AND "
                  + Exempt.sharedUser("l")
                  + "))"));

  private final String wireName;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Part> parts;

  IdentityType(String wireName, Part... parts) {
    this.wireName = wireName;
    this.parts = List.of(parts);
  }

  /** The resource type's name in the protocol and in REST. */
  public String wireName() {
    return wireName;
  }

  public List<Part> parts() {
    return parts;
  }

  /**
   * The part that a table gives.
   *
   * @throws IllegalArgumentException if items of this type have no such part
   */
  public Part part(String table) {
    return parts.stream()
        .filter(part -> part.table().equals(table))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(wireName + ": no part " + table));
  }

  public static Optional<IdentityType> fromWireName(String name) {
    for (var type : values()) {
      if (type.wireName.equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
