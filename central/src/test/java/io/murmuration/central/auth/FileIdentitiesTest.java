package io.murmuration.central.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.murmuration.central.api.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FileIdentitiesTest {
  @TempDir private Path directory;
  private Path file;
  private FileIdentities identities;

  @BeforeEach
  void open() {
    file = directory.resolve("tokens");
    identities = new FileIdentities(file);
  }

  private void tokens(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines));
  }

  private static String line(String token, String rest) {
    return TokenHash.of(token).hex() + " " + rest;
  }

  private boolean enters(String token) {
    return identities.identify(new Credentials.Keystone(token), "192.0.2.1").isPresent();
  }

  @Test
  void aTokenStandsForItsLine() throws IOException {
    tokens(
        "# people", "", line("t1", "ann admin admin,reader"), line("t2", "bob services operator"));
    var ann = identities.identify(new Credentials.Keystone("t1"), "192.0.2.1").orElseThrow();
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
  void aFileThatNeverCouldBeReadIsSaidOncePerReason() throws IOException {
    var log = (Logger) LoggerFactory.getLogger(WatchedFile.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.addAppender(lines);
    try {
      assertThat(enters("t1")).isFalse();
      assertThat(enters("t1")).isFalse();
      assertThat(lines.list)
          .singleElement()
          .satisfies(
              line -> assertThat(line.getFormattedMessage()).contains("NoSuchFileException"));
      Files.createDirectory(file);
      assertThat(enters("t1")).isFalse();
      assertThat(enters("t1")).isFalse();
      assertThat(lines.list).hasSize(2);
      Files.delete(file);
      tokens(line("t1", "ann admin admin"));
      assertThat(enters("t1")).isTrue();
      Files.delete(file);
      assertThat(enters("t1")).isFalse();
      assertThat(lines.list.getLast().getFormattedMessage()).contains("NoSuchFileException");
    } finally {
      log.detachAppender(lines);
    }
  }

  @Test
  void tokensOfOpenIdProvidersAreNoneOfItsBusiness() throws IOException {
    tokens(line("t1", "ann admin admin"));
    assertThat(identities.identify(new Credentials.Oidc("t1"), "")).isEmpty();
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
    assertThat(identities.identify(new Credentials.Keystone(token), "").orElseThrow().roles())
        .isEqualTo(Set.of("admin", "member", "reader"));
    assertThat(token).hasSizeGreaterThanOrEqualTo(43);
  }
}
