package io.murmuration.central.auth.builtin;

import io.murmuration.central.auth.Vouched;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A good token, as of now.
 *
 * @param project empty for an unscoped one
 * @param roles in that project, implied ones included
 * @param methods how it was got: {@code password}, {@code token}
 */
public record TokenInfo(
    User user,
    Optional<String> project,
    Set<String> roles,
    List<String> methods,
    String auditId,
    Instant issuedAt,
    Instant expiresAt) {

  Vouched vouched() {
    return new Vouched(user.name(), project.orElse(""), roles, expiresAt);
  }
}
