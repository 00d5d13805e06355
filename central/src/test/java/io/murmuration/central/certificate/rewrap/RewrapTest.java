package io.murmuration.central.certificate.rewrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.certificate.MasterKey;
import io.murmuration.central.certificate.MasterKeys;
import io.murmuration.central.certificate.SealedPayloads;
import io.murmuration.central.certificate.Sealer;
import io.murmuration.central.certificate.UnusableKeyException;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with data directories of their own go over to another master key. */
@Tag("database")
class RewrapTest {
  private static final int ITEMS = 450;

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final SecureRandom random = new SecureRandom();
  @TempDir private Path one;
  @TempDir private Path two;
  private Sealer sealerOne;
  private Sealer sealerTwo;

  @BeforeEach
  void seal() throws IOException {
    MasterKey.generate(one, random);
    Files.copy(one.resolve(MasterKey.FILE_NAME), two.resolve(MasterKey.FILE_NAME));
    protect(two.resolve(MasterKey.FILE_NAME));
    sealerOne = new Sealer(MasterKeys.read(one), random);
    sealerTwo = new Sealer(MasterKeys.read(two), random);
    for (int i = 0; i < ITEMS; i++) {
      item(sealerOne, i);
    }
    insert(
        "INSERT INTO sealed_key (purpose, key_id, sealed) VALUES ('agent-ca', 1, ?)",
        sealerOne.seal("agent-ca", 1, "ca".getBytes(UTF_8)));
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, management_state, deploy_status,
          region_name, management_subnet, management_gateway_ip, management_start_ip,
          management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        VALUES ('a', '1', 'managed', 'complete', 'r', '', '', '', '', '', '')
        """);
    insert(
        "INSERT INTO subcloud_document (subcloud_id, document, sealed) VALUES (1, 'install_values', ?)",
        sealerOne.seal("subcloud/install_values", 1, "values".getBytes(UTF_8)));
    insert(
        """
        INSERT INTO operation (id, subcloud_id, generation, type, class, hub_epoch, deadline,
          asked_by, request_id, sealed_arguments)
        VALUES (gen_random_uuid(), 1, 1, 'x', 'read', 1, clock_timestamp(), 'admin', 'req-1', ?)
        """,
        sealerOne.seal("operation-arguments", 1, "arguments".getBytes(UTF_8)));
  }

  private static void protect(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static ItemKey key(int i) {
    return new ItemKey("user", "u" + i);
  }

  private void item(Sealer sealer, int i) {
    insert(
        "INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, sealed_payload) VALUES ('fleet', 0, 'identity', 'user', 'u%d', 1, 'present', ?)"
            .formatted(i),
        new SealedPayloads(sealer).seal(Kind.IDENTITY, key(i), Payload.of("secret " + i)));
  }

  private void insert(String sql, byte[] sealed) {
    database.database().transactions().runInTx(tx -> tx.sql().execute(sql, (Object) sealed));
  }

  private Rewrap rewrap(Sealer sealer) {
    return new Rewrap(database.database().transactions(), sealer);
  }

  private void assertOpens(Sealer sealer, int items) {
    var payloads = new SealedPayloads(sealer);
    var sealed =
        database
            .database()
            .transactions()
            .inTx(tx -> tx.sql().fetch("SELECT name, sealed_payload FROM desired_item"));
    assertThat(sealed).hasSize(items);
    for (var row : sealed) {
      int i = Integer.parseInt(row.get(0, String.class).substring(1));
      assertThat(payloads.open(Kind.IDENTITY, key(i), row.get(1, byte[].class)))
          .isEqualTo(Payload.of("secret " + i));
    }
    assertThat(sealer.open("agent-ca", 1, bytes("SELECT sealed FROM sealed_key")))
        .asString(UTF_8)
        .isEqualTo("ca");
    assertThat(
            sealer.open(
                "subcloud/install_values", 1, bytes("SELECT sealed FROM subcloud_document")))
        .asString(UTF_8)
        .isEqualTo("values");
    assertThat(
            sealer.open("operation-arguments", 1, bytes("SELECT sealed_arguments FROM operation")))
        .asString(UTF_8)
        .isEqualTo("arguments");
  }

  private byte[] bytes(String sql) {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetchSingle(sql).get(0, byte[].class));
  }

  private static final class KilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void aRunKilledBetweenTwoBatchesLeavesEverythingReadableAndIsFinishedByTheNext()
      throws IOException {
    var keys = MasterKeys.read(one);
    Files.copy(keys.prepare(random), two.resolve(MasterKeys.NEXT));
    protect(two.resolve(MasterKeys.NEXT));
    var seen = new ArrayList<Rewrap.Progress>();
    assertThatThrownBy(() ->
            rewrap(sealerOne)
                .run(
                    keys.target(),
                    progress -> {
                      seen.add(progress);
                      if (progress.table().equals("desired_item")) {
                        throw new KilledException();
                      }
                    }))
        .isInstanceOf(KilledException.class);
    assertThat(seen.getLast().rewrapped()).isBetween(1L, ITEMS - 1L);
    assertOpens(sealerOne, ITEMS);
    assertOpens(sealerTwo, ITEMS);

    item(sealerTwo, ITEMS);
    assertThat(rewrap(sealerOne).run(keys.target(), _ -> {})).isTrue();
    keys.promote();
    item(sealerTwo, ITEMS + 1);
    item(sealerOne, ITEMS + 2);
    assertOpens(sealerOne, ITEMS + 3);
    assertOpens(sealerTwo, ITEMS + 3);

    MasterKeys.read(two).promote();
    assertThat(rewrap(sealerTwo).run(MasterKeys.read(two).target(), _ -> {})).isTrue();
    keys.forgetOld();
    MasterKeys.read(two).forgetOld();
    assertOpens(new Sealer(MasterKeys.read(one), random), ITEMS + 3);
    assertOpens(new Sealer(MasterKeys.read(two), random), ITEMS + 3);
  }

  @Test
  void theFormerKeyAloneOpensNothingAfterwards() throws IOException {
    Path copy = Files.createDirectory(two.resolve("stolen"));
    Files.copy(one.resolve(MasterKey.FILE_NAME), copy.resolve(MasterKey.FILE_NAME));
    protect(copy.resolve(MasterKey.FILE_NAME));
    var keys = MasterKeys.read(one);
    keys.prepare(random);
    assertThat(rewrap(sealerOne).run(keys.target(), _ -> {})).isTrue();
    var stolen = new Sealer(MasterKeys.read(copy), random);
    assertThatThrownBy(() -> stolen.open("agent-ca", 1, bytes("SELECT sealed FROM sealed_key")))
        .isInstanceOf(UnusableKeyException.class);
  }

  @Test
  void aSecondRunWritesNothing() {
    var keys = MasterKeys.read(one);
    keys.prepare(random);
    assertThat(rewrap(sealerOne).run(keys.target(), _ -> {})).isTrue();
    var written = new ArrayList<Long>();
    assertThat(rewrap(sealerOne).run(keys.target(), progress -> written.add(progress.rewrapped())))
        .isTrue();
    assertThat(written).containsOnly(0L);
  }

  /** Whoever adds a table with something sealed adds it to {@link SealedTable} too. */
  @Test
  void everyTableWithASealedColumnIsKnown() {
    List<String> columns =
        database
            .database()
            .transactions()
            .inTx(tx ->
                tx.sql()
                    .fetch(
                        """
                        SELECT table_name || '.' || column_name FROM information_schema.columns
                         WHERE table_schema = current_schema() AND data_type = 'bytea'
                           AND column_name LIKE 'sealed%' ORDER BY 1
                        """)
                    .getValues(0, String.class));
    assertThat(columns)
        .containsExactly(
            "desired_item.sealed_payload",
            "operation.sealed_arguments",
            "sealed_key.sealed",
            "subcloud_document.sealed");
  }
}
