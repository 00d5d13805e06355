package io.murmuration.central.auth.builtin;

import io.murmuration.central.auth.OwnerFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One user as lines of a users file.
 *
 * @param password its bcrypt hash
 * @param roles separated by commas
 */
public record UserEntry(String name, String password, String project, String roles) {
  static final String HEAD = "# who may log in; see docs/operations.md, \"Who may call\"\nusers:\n";

  /** Indented as an element of the list {@code users}. */
  public String text() {
    return """
      - name: %s
        password: "%s"
        roles: {%s: [%s]}
    """
        .formatted(name, password, project, roles);
  }

  /**
   * Adds the user at the end of the file, which is made if it does not exist; the rest of the text,
   * comments too, stays.
   *
   * @throws IllegalArgumentException if the file, with this user, would not be right: nothing is
   *     written
   */
  public void addTo(Path file) {
    try {
      var before = Files.exists(file) ? Files.readString(file) : HEAD;
      var after = (before.isEmpty() || before.endsWith("\n") ? before : before + "\n") + text();
      var problems = UsersFile.parse(after).problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            file + " with " + name + " at its end: " + String.join("; ", problems));
      }
      OwnerFile.write(file, after);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Never the password's hash. */
  @Override
  public String toString() {
    return "user " + name;
  }
}
