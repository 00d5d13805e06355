package io.murmuration.central.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class SharedKeysTest {
  private static final int NODES = 6;

  @AutoClose final TestDatabase database = TestDatabase.fresh();
  private final SecureRandom random = new SecureRandom();
  private final SettableClock clock = new SettableClock();
  @TempDir Path directory;
  @TempDir Path otherDirectory;

  @Test
  void nodesThatStartAtOnceEndWithOneAuthorityAndOneDigestKey() throws Exception {
    MasterKey.generate(directory, random);
    var barrier = new CyclicBarrier(NODES);
    try (var threads = Executors.newFixedThreadPool(NODES)) {
      var starts = new ArrayList<Callable<String>>();
      for (int i = 0; i < NODES; i++) {
        starts.add(() -> {
          var keys = open(directory);
          barrier.await();
          var ca = HubCa.openOrCreate(keys, clock, random);
          var fleet = FleetKeys.openOrCreate(keys, random);
          return ca.trustBundle() + digest(fleet);
        });
      }
      var seen = new ArrayList<String>();
      for (var start : threads.invokeAll(starts)) {
        seen.add(start.get());
      }

      assertThat(seen).hasSize(NODES).containsOnly(seen.getFirst());
    }
  }

  @Test
  void authorityAndDigestKeySurviveARestart() {
    var before = HubCa.openOrCreate(open(directory), clock, random).trustBundle();
    var digest = digest(FleetKeys.openOrCreate(open(directory), random));

    assertThat(HubCa.openOrCreate(open(directory), clock, random).trustBundle()).isEqualTo(before);
    assertThat(digest(FleetKeys.openOrCreate(open(directory), random))).isEqualTo(digest);
  }

  @Test
  void lostMasterKeyIsNotReplacedByANewOne() throws IOException {
    HubCa.openOrCreate(open(directory), clock, random);
    Files.delete(directory.resolve(MasterKey.FILE_NAME));

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("is missing, but the database holds keys that it sealed");
    assertThat(directory.resolve(MasterKey.FILE_NAME)).doesNotExist();
  }

  @Test
  void nodeWithAnotherMasterKeyDoesNotStart() {
    HubCa.openOrCreate(open(directory), clock, random);
    MasterKey.generate(otherDirectory, random);

    assertThatThrownBy(() -> HubCa.openOrCreate(open(otherDirectory), clock, random))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContaining("does not open");
  }

  @Test
  void digestKeyIsNotShownAndTheWelcomeGetsACopy() {
    var keys = FleetKeys.openOrCreate(open(directory), random);

    keys.keyForWelcome()[0] ^= 1;

    assertThat(keys.keyForWelcome()).hasSize(32);
    assertThat(digest(keys)).isEqualTo(digest(FleetKeys.openOrCreate(open(directory), random)));
    assertThat(keys.toString()).isEqualTo("fleet digest key 1");
  }

  private SealedKeys open(Path dataDirectory) {
    return SealedKeys.open(database.database().transactions(), dataDirectory, random);
  }

  private static String digest(FleetKeys keys) {
    var key = new ItemKey("dns", "default");
    var digest = keys.digester().item(Kind.PLATFORM, key, Payload.of("{}"));
    return keys.keyId() + "/" + HexFormat.of().formatHex(digest.bytes());
  }
}
