package io.murmuration.central.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
  private static final byte[] SECRET = "a secret of some length".getBytes(UTF_8);

  private final SecureRandom random = new SecureRandom();
  @TempDir Path directory;
  @TempDir Path otherDirectory;

  private MasterKeys generated(Path where) {
    MasterKey.generate(where, random);
    return MasterKeys.read(where);
  }

  @Test
  void whatWasSealedOpensWithTheKeyReadAgain() {
    byte[] sealed = new Sealer(generated(directory), random).seal("p", 1, SECRET);

    var restarted = new Sealer(MasterKeys.read(directory), random);

    assertThat(restarted.open("p", 1, sealed)).isEqualTo(SECRET);
  }

  @Test
  void sealedTextHoldsNothingOfTheSecretAndDiffersEachTime() {
    var sealer = new Sealer(generated(directory), random);

    byte[] one = sealer.seal("p", 1, SECRET);
    byte[] two = sealer.seal("p", 1, SECRET);

    assertThat(one).isNotEqualTo(two);
    assertThat(new String(one, UTF_8)).doesNotContain("secret");
  }

  @Test
  void sealedForOnePlaceDoesNotOpenInAnother() {
    var sealer = new Sealer(generated(directory), random);
    byte[] sealed = sealer.seal("agent-ca", 1, SECRET);

    assertThatThrownBy(() -> sealer.open("fleet-digest", 1, sealed))
        .isInstanceOf(UnusableKeyException.class);
    assertThatThrownBy(() -> sealer.open("agent-ca", 2, sealed))
        .isInstanceOf(UnusableKeyException.class);
  }

  @Test
  void eachChangedBitIsNoticed() {
    var sealer = new Sealer(generated(directory), random);
    byte[] sealed = sealer.seal("p", 1, SECRET);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> sealer.open("p", 1, changed))
          .isInstanceOf(UnusableKeyException.class);
    }
  }

  @Test
  void anotherMasterKeyIsToldWhatToDo() {
    byte[] sealed = new Sealer(generated(directory), random).seal("p", 1, SECRET);
    var other = new Sealer(generated(otherDirectory), random);

    assertThatThrownBy(() -> other.open("p", 1, sealed))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("p/1")
        .hasMessageContaining(otherDirectory.toString())
        .hasMessageContaining("give this node the master key file");
  }
}
