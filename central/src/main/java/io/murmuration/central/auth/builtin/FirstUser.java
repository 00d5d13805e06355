package io.murmuration.central.auth.builtin;

import io.murmuration.central.auth.OwnerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Makes the first operator's password, so that a new hub can be logged in to, by one person. */
public final class FirstUser {
  private static final int BYTES = 18;

  private FirstUser() {}

  /**
   * If there is no users file, writes one with {@code admin} (project {@code admin}, role {@code
   * admin}) and a new password, and the password itself to {@code clear}, readable by the owner
   * only.
   *
   * @return where the clear password is, if one was made
   */
  public static Optional<Path> ensure(Path usersFile, Path clear, SecureRandom chance) {
    if (Files.exists(usersFile)) {
      return Optional.empty();
    }
    var bytes = new byte[BYTES];
    chance.nextBytes(bytes);
    var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    // The clear one first: after a crash in between there is no users file, and all starts anew.
    OwnerFile.write(clear, password + "\n");
    OwnerFile.write(
        usersFile,
        UserEntry.HEAD
            + new UserEntry("admin", Passwords.hash(password, chance), "admin", "admin").text());
    return Optional.of(clear);
  }
}
