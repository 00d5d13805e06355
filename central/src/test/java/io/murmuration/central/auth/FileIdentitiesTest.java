package io.murmuration.central.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIdentitiesTest {
  @TempDir private Path directory;
  private Path file;
  private FileIdentities identities;

  @BeforeEach
  void open() {
    file = directory.resolve("tokens");
    identities = new FileIdentities(file, "http://example/v3");
  }

  private void tokens(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
  }

  private static String line(String token, String rest) {
    return TokenHash.of(token).hex() + " " + rest;
  }

  private boolean enters(String token) {
    return identities.identify(token, "192.0.2.1").isPresent();
  }

  @Test
  void aTokenStandsForItsLine() throws IOException {
    tokens(
        "# people", "", line("t1", "ann admin admin,reader"), line("t2", "bob services operator"));
    var ann = identities.identify("t1", "192.0.2.1").orElseThrow();
    assertThat(ann.user()).isEqualTo("ann");
    assertThat(ann.project()).isEqualTo("admin");
    assertThat(ann.roles()).isEqualTo(Set.of("admin", "reader"));
    assertThat(ann.address()).isEqualTo("192.0.2.1");
    assertThat(enters("t3")).isFalse();
    assertThat(enters(TokenHash.of("t1").hex())).as("the hash is no token").isFalse();
  }

  @Test
  void aChangedFileCountsAtOnceAndAMissingOneLetsNobodyIn() throws IOException {
    assertThat(enters("t1")).isFalse();
    tokens(line("t1", "ann admin admin"));
    assertThat(enters("t1")).isTrue();
    tokens(line("t1", "ann admin admin"), line("t2", "bob admin reader"));
    assertThat(enters("t2")).isTrue();
    tokens(line("t2", "bob admin reader"));
    assertThat(enters("t1")).isFalse();
    Files.delete(file);
    assertThat(enters("t2")).isFalse();
  }

  @Test
  void aBadLineLetsNobodyInAndHarmsNoOther() {
    var content =
        TokenFile.parse(
            line("t1", "ann admin")
                + "\nsecret ann admin admin\n"
                + line("t2", "bob admin reader"));
    assertThat(content.entries()).hasSize(1);
    assertThat(content.problems())
        .containsExactly(
            "line 1: 3 columns (expected: 4: hash, user, project, roles with commas)",
            "line 2: hash: 6 characters (expected: 64 hexadecimal digits, the token's SHA-256)");
  }

  @Test
  void theFirstTokenIsMadeOnceAndWorks() throws IOException {
    var clear = directory.resolve("admin.token");
    var chance = new SecureRandom();
    assertThat(FirstToken.ensure(file, clear, chance)).contains(clear);
    var token = Files.readString(clear).strip();
    assertThat(FirstToken.ensure(file, clear, chance)).isEmpty();
    assertThat(identities.identify(token, "").orElseThrow().roles())
        .isEqualTo(Set.of("admin", "member", "reader"));
    assertThat(token).hasSizeGreaterThanOrEqualTo(43);
  }
}
