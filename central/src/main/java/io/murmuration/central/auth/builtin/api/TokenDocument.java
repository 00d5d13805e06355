package io.murmuration.central.auth.builtin.api;

import io.murmuration.central.auth.builtin.Ids;
import io.murmuration.central.auth.builtin.TokenInfo;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body that describes a token. */
final class TokenDocument {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Map<String, String> DOMAIN =
      Map.of("id", AuthDocument.DOMAIN_ID, "name", AuthDocument.DOMAIN_NAME);

  private TokenDocument() {}

  /**
   * @param catalog null: left out
   */
  static Map<String, Object> of(TokenInfo info, @Nullable List<Catalog.Service> catalog) {
    Map<String, @Nullable Object> user = new LinkedHashMap<>();
    user.put("id", info.user().id());
    user.put("name", info.user().name());
    user.put("domain", DOMAIN);
    user.put("password_expires_at", null);

    Map<String, Object> token = new LinkedHashMap<>();
    token.put("methods", info.methods());
    token.put("user", user);
    token.put("audit_ids", List.of(info.auditId()));
    token.put("issued_at", time(info.issuedAt()));
    token.put("expires_at", time(info.expiresAt()));
    info.project()
        .ifPresent(project -> {
          token.put("project", project(project));
          token.put("is_domain", false);
          token.put("roles", info.roles().stream().sorted().map(TokenDocument::role).toList());
          if (catalog != null) {
            token.put("catalog", catalog);
          }
        });
    return Map.of("token", token);
  }

  private static Map<String, Object> project(String name) {
    return Map.of("id", Ids.of("project", name), "name", name, "domain", DOMAIN);
  }

  private static Map<String, String> role(String name) {
    return Map.of("id", Ids.of("role", name), "name", name);
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }
}
