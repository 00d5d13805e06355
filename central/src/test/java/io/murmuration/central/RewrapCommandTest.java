package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.certificate.MasterKeys;
import io.murmuration.central.certificate.SealedKeys;
import io.murmuration.central.certificate.rewrap.KeyReport;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class RewrapCommandTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final SecureRandom random = new SecureRandom();
  @TempDir private Path data;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void seal() {
    assertThat(roots().all()).hasSize(1);
  }

  private AdminRoots roots() {
    var keys = SealedKeys.open(database.database().transactions(), data, random);
    return new AdminRoots(keys, InstantSource.system(), random);
  }

  private Map<String, String> environment() {
    var settings = database.settings();
    var environment = new HashMap<String, String>();
    environment.put("MURMURATION_DATA_DIR", data.toString());
    environment.put("MURMURATION_DATABASE_URL", settings.url());
    environment.put("MURMURATION_DATABASE_USER", settings.user());
    environment.put("MURMURATION_DATABASE_PASSWORD", settings.password());
    return environment;
  }

  private int run(Map<String, String> environment, String... options) {
    out = new StringWriter();
    err = new StringWriter();
    var arguments = new String[options.length + 1];
    arguments[0] = "rewrap";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return CentralMain.commandLine(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String file(String name) throws IOException {
    return Files.readString(data.resolve(name));
  }

  @Test
  void threeStepsLeadToTheNewKeyAndShowNeither() throws IOException {
    var former = file("master.key");
    assertThat(run(environment())).isEqualTo(1);
    assertThat(err.toString()).contains("central rewrap --prepare first");

    assertThat(run(environment(), "--prepare")).isZero();
    var next = file("master.key.next");
    assertThat(out.toString()).contains("master.key.next").doesNotContain(next.strip());
    assertThat(run(environment(), "--prepare")).as("again").isZero();
    assertThat(file("master.key.next")).isEqualTo(next);

    assertThat(run(environment(), "--finish")).isEqualTo(1);
    assertThat(err.toString()).contains("not in use yet");

    assertThat(run(environment())).isZero();
    assertThat(out.toString())
        .contains("sealed_key: 1 rows seen, 1 wrapped", "this node uses it")
        .doesNotContain(former.strip(), next.strip());
    assertThat(file("master.key")).isEqualTo(next);
    assertThat(file("master.key.old")).isEqualTo(former);
    assertThat(roots().known()).hasSize(1);

    assertThat(run(environment())).isEqualTo(1);
    assertThat(err.toString()).contains("--finish");
    assertThat(run(environment(), "--finish")).isZero();
    assertThat(data.resolve("master.key.old")).doesNotExist();
    assertThat(roots().known()).hasSize(1);
  }

  private void nodes(String... names) {
    for (var name : names) {
      database.execute(
          """
          INSERT INTO node (incarnation, name, address, lease_until)
          VALUES (md5('%1$s')::uuid, '%1$s', '', clock_timestamp() + interval '1 hour')
          """
              .formatted(name));
    }
  }

  /** As a node does every few seconds. */
  private void says(String node, Path directory) {
    var incarnation =
        database
            .database()
            .transactions()
            .inTx(tx -> tx.sql().fetchSingle("SELECT md5(?)::uuid", node).get(0, UUID.class));
    new KeyReport(database.database().transactions(), incarnation, MasterKeys.read(directory))
        .look();
  }

  private static void copy(Path from, Path to, String name) throws IOException {
    Files.deleteIfExists(to.resolve(name));
    Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
  }

  @Test
  void forNodesThatDoNotSayWhichKeysTheyHaveTheOperatorDoes() {
    nodes("one", "two");
    assertThat(run(environment(), "--prepare")).isZero();
    assertThat(run(environment())).isEqualTo(1);
    assertThat(err.toString()).contains("node one, two does not say", "expected: --copied");
    assertThat(run(environment(), "--copied")).isZero();

    assertThat(run(environment(), "--finish")).isEqualTo(1);
    assertThat(err.toString()).contains("does not say", "--all-nodes-have-it");
    assertThat(data.resolve("master.key.old")).exists();
    assertThat(run(environment(), "--finish", "--all-nodes-have-it")).isZero();
    assertThat(data.resolve("master.key.old")).doesNotExist();
  }

  @Test
  void twoNodesThatPreparedDifferentKeysAreToldAndNothingIsWrapped(@TempDir Path other)
      throws IOException {
    copy(data, other, "master.key");
    nodes("one", "two");
    says("one", data);
    says("two", other);
    assertThat(run(environment(), "--prepare")).isZero();
    MasterKeys.read(other).prepare(random); // before either knew of the other
    says("one", data);
    says("two", other);

    for (var word : new String[] {"--prepare", "--copied"}) {
      assertThat(run(environment(), word)).isEqualTo(1);
      assertThat(err.toString()).contains("node two");
    }
    assertThat(data.resolve("master.key.old")).doesNotExist();

    copy(data, other, "master.key.next");
    says("two", other);
    assertThat(run(environment())).isZero();
    assertThat(roots().known()).hasSize(1);
  }

  @Test
  void theOldKeyIsKeptWhileANodeUsesItWhateverTheOperatorSays(@TempDir Path other)
      throws IOException {
    copy(data, other, "master.key");
    nodes("one", "two");
    assertThat(run(environment(), "--prepare")).isZero();
    says("two", other);
    assertThat(run(environment(), "--copied")).isEqualTo(1);
    assertThat(err.toString()).contains("node two does not have the next key");
    copy(data, other, "master.key.next");
    says("one", data);
    says("two", other);
    assertThat(run(environment())).isZero();
    says("one", data);

    assertThat(run(environment(), "--finish", "--all-nodes-have-it")).isEqualTo(1);
    assertThat(err.toString()).contains("node two does not use the new key");
    MasterKeys.read(other).promote();
    says("two", other);
    assertThat(run(environment(), "--finish")).isZero();
    assertThat(data.resolve("master.key.old")).doesNotExist();
  }

  @Test
  void aDatabaseThatIsAwayIsSaidInWordsAndNothingIsMoved() {
    assertThat(run(environment(), "--prepare")).isZero();
    var away = environment();
    away.put("MURMURATION_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none");
    assertThat(run(away)).isEqualTo(1);
    assertThat(data.resolve("master.key.next")).exists();
    assertThat(data.resolve("master.key.old")).doesNotExist();
  }
}
