package io.murmuration.central.auth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Makes the first operator's token, so that a new hub is never open and never locked. */
public final class FirstToken {
  private static final int BYTES = 32;

  private FirstToken() {}

  /**
   * If there is no token file, writes one with a new token for {@code admin} (project {@code
   * admin}, roles {@code admin,member,reader}), and the token itself to {@code clear}, readable by
   * the owner only.
   *
   * @return where the clear token is, if one was made
   */
  public static Optional<Path> ensure(Path tokenFile, Path clear, SecureRandom chance) {
    if (Files.exists(tokenFile)) {
      return Optional.empty();
    }
    var bytes = new byte[BYTES];
    chance.nextBytes(bytes);
    var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var entry =
        new TokenFile.Entry(
            TokenHash.of(token), "admin", "admin", Set.of("admin", "member", "reader"));
    // The clear token first: after a crash in between there is no token file, and all starts anew.
    OwnerFile.write(clear, token + "\n");
    OwnerFile.write(
        tokenFile,
        "# one line per token: SHA-256 of the token, user, project, roles\n" + entry.line() + "\n");
    return Optional.of(clear);
  }
}
