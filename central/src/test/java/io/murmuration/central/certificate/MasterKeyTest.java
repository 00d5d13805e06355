package io.murmuration.central.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
  @TempDir Path directory;

  @Test
  void fileIsForTheOwnerOnlyAndNothingElseIsLeftBehind() throws IOException {
    MasterKey.generate(directory, new SecureRandom());

    Path file = directory.resolve(MasterKey.FILE_NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var entries = Files.list(directory)) {
      assertThat(entries).containsExactly(file);
    }
  }

  @Test
  void textNeverShowsTheKey() throws IOException {
    var key = MasterKey.generate(directory, new SecureRandom());
    String secret = Files.readString(directory.resolve(MasterKey.FILE_NAME)).strip();

    assertThat(key.toString()).doesNotContain(secret).doesNotContain(secret.substring(0, 8));
  }

  @Test
  void fileThatOthersCanReadIsRefused() throws IOException {
    MasterKey.generate(directory, new SecureRandom());
    Files.setPosixFilePermissions(
        directory.resolve(MasterKey.FILE_NAME), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> MasterKey.read(directory))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("rw-r--r--")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void malformedFileIsRefusedWithoutShowingIt() throws IOException {
    Path file = directory.resolve(MasterKey.FILE_NAME);
    Files.writeString(file, "0123456789abcdef");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> MasterKey.read(directory))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("16 characters (expected: 64 hexadecimal digits)")
        .hasMessageNotContaining("0123456789abcdef");
  }
}
