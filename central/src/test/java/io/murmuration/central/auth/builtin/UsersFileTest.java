package io.murmuration.central.auth.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {
  private static final String HASH = "$2b$10$" + "a".repeat(53);

  @TempDir private Path directory;

  @Test
  void usersHaveRolesByProject() {
    var file =
        UsersFile.parse(
            """
            users:
              - name: ann
                password: "%s"
                roles: {admin: [admin], services: [operator, reader]}
              - name: bob
                password: "%s"
                enabled: false
                roles: {}
            """
                .formatted(HASH, HASH));
    assertThat(file.problems()).isEmpty();
    assertThat(file.users())
        .extracting(User::name, User::enabled, User::roles)
        .containsExactly(
            tuple(
                "ann",
                true,
                Map.of("admin", Set.of("admin"), "services", Set.of("operator", "reader"))),
            tuple("bob", false, Map.of()));
    assertThat(file.users().getFirst()).asString().doesNotContain("$2b$");
  }

  @Test
  void allMistakesAreToldAtOnceAndHarmOnlyTheirUser() {
    var file =
        UsersFile.parse(
            """
            users:
              - name: ann
                password: hunter2
                roles: admin
              - name: "b b"
                password: "%1$s"
                pasword: "%1$s"
                enabled: perhaps
              - name: carl
                password: "%1$s"
                roles: {admin: reader}
              - 7
              - name: dora
                password: "%1$s"
                roles: {admin: [reader]}
              - name: dora
                password: "$2b$31$%2$s"
                roles: {admin: [reader]}
            """
                .formatted(HASH, "a".repeat(53)));
    assertThat(file.users()).extracting(User::name).containsExactly("dora");
    assertThat(file.problems())
        .anyMatch(p -> p.startsWith("line 2: password of ann: *** (expected: a bcrypt hash"))
        .anyMatch(p -> p.startsWith("line 2: roles: none"))
        .anyMatch(p -> p.startsWith("line 5: name: b b"))
        .anyMatch(p -> p.startsWith("line 7: user: pasword"))
        .anyMatch(p -> p.startsWith("line 5: enabled: perhaps"))
        .anyMatch(p -> p.startsWith("line 11: roles: reader (expected: a list"))
        .anyMatch(p -> p.startsWith("line 12: user: 7"))
        .anyMatch(p -> p.startsWith("line 16: name: dora (expected: each user once)"))
        .anyMatch(p -> p.startsWith("line 16: password of dora"))
        .noneMatch(p -> p.contains("hunter2"));
    assertThat(UsersFile.parse("users: [").problems()).hasSize(1);
    assertThat(UsersFile.parse("people: []").problems()).hasSize(2);
    assertThat(UsersFile.parse("").problems()).isEmpty();
  }

  @Test
  void aUserIsAddedWithoutTouchingTheRest() throws IOException {
    var file = directory.resolve("users.yaml");
    new UserEntry("ann", HASH, "admin", "admin").addTo(file);
    Files.writeString(file, Files.readString(file).replace("users:", "users: # ours"));
    new UserEntry("bob", HASH, "services", "operator,reader").addTo(file);
    var text = Files.readString(file);
    assertThat(text).contains("users: # ours");
    assertThat(UsersFile.parse(text).users()).extracting(User::name).containsExactly("ann", "bob");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> new UserEntry("bob", HASH, "admin", "reader").addTo(file))
        .hasMessageContaining("each user once");
    assertThat(Files.readString(file)).isEqualTo(text);
  }

  @Test
  void theFirstUserIsMadeOnceAndItsPasswordIsRight() throws IOException {
    var file = directory.resolve("users.yaml");
    var clear = directory.resolve("admin.password");
    assertThat(FirstUser.ensure(file, clear, new SecureRandom())).contains(clear);
    assertThat(FirstUser.ensure(file, clear, new SecureRandom())).isEmpty();
    var user = UsersFile.parse(Files.readString(file)).users().getFirst();
    assertThat(user.roles()).isEqualTo(Map.of("admin", Set.of("admin")));
    assertThat(Passwords.matches(Files.readString(clear).strip(), user.password())).isTrue();
    assertThat(Passwords.matches("wrong", user.password())).isFalse();
  }

  @Test
  void passwordsThatBcryptWouldCutAreRefused() {
    var chance = new SecureRandom();
    var longest = "ä".repeat(36);
    var hash = Passwords.hash(longest, chance);
    assertThat(Passwords.matches(longest, hash)).isTrue();
    assertThat(Passwords.matches(longest + "x", hash)).isFalse();
    assertThatThrownBy(() -> Passwords.hash(longest + "x", chance))
        .hasMessage("password: 73 bytes (expected: 1 to 72)");
    assertThatThrownBy(() -> Passwords.hash("", chance)).hasMessageContaining("0 bytes");
  }
}
