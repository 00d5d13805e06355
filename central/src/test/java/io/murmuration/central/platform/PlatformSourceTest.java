package io.murmuration.central.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.SettableClock;
import io.murmuration.central.cluster.lease.TestLease;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.central.platform.ControllerPlatform.Certificate;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.central.testing.TestCertificate;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(60)
final class PlatformSourceTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = database.database().transactions();
  private final FakeController controller = new FakeController();
  private final List<Revision> committed = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  @TempDir private Path directory;
  private PlatformSource source;

  @BeforeEach
  void open() {
    source =
        new PlatformSource(
            TestLease.held(PlatformSource.NAME, transactions),
            controller,
            new CaFiles(List.of(directory)),
            new SourceSnapshots(
                new Commits(transactions),
                new ReversingSeal(),
                () -> "platform-" + requests.incrementAndGet(),
                committed::add),
            new FernetDuty(
                controller, Optional::empty, Duration.ZERO, transactions, new SettableClock()));
  }

  private String sealed(String type, String name) {
    byte[] sealed =
        transactions.inTx(tx ->
            tx.sql()
                .fetchSingle(
                    """
                    SELECT sealed_payload FROM desired_item
                    WHERE scope_type = 'fleet' AND kind = 'platform' AND type = ? AND name = ?
                    ORDER BY revision DESC LIMIT 1
                    """,
                    type,
                    name)
                .get(0, byte[].class));
    return new ReversingSeal().open(Kind.PLATFORM, new ItemKey(type, name), sealed).text();
  }

  private List<String> items() {
    return transactions.inTx(tx ->
        tx.sql()
            .fetch(
                """
                SELECT DISTINCT ON (type, name) type || '/' || name || ' ' || presence
                FROM desired_item ORDER BY type, name, revision DESC
                """)
            .map(row -> row.get(0, String.class)));
  }

  private Certificate installed(String mode) throws Exception {
    long serial = mode.length();
    Files.writeString(directory.resolve(mode), TestCertificate.of(serial).certificate());
    return new Certificate(mode, mode + "_" + serial);
  }

  @Test
  void whatSysinvSaysIsOneRevisionAndSecretsLieSealed() throws Exception {
    var ca = installed("ssl_ca");
    controller.certificates = Optional.of(List.of(ca, new Certificate("tpm_mode", "tpm_mode_1")));
    source.look();
    assertThat(items())
        .containsExactly(
            "certificate/" + ca.signature() + " present",
            "fernet-repo/keys present",
            "sysadmin/default present");
    assertThat(committed).containsExactly(new Revision(1));
    assertThat(sealed("sysadmin", "default"))
        .isEqualTo(
            "{\"passwd_expiry_days\":45,\"passwd_hash\":\"$6$sentinel-hash\","
                + "\"passwd_last_change\":20500,\"root_sig\":\"sig\"}");
    assertThat(sealed("fernet-repo", "keys")).startsWith("{\"keys\":[{\"id\":0,\"key\":\"");
    var dump =
        transactions.inTx(tx ->
            tx.sql().fetch("SELECT i::text FROM desired_item i").formatCSV()
                + tx.sql().fetch("SELECT a::text FROM audit_trail a").formatCSV());
    assertThat(dump).doesNotContain("sentinel").doesNotContain(FakeController.KEY);
  }

  @Test
  void whatIsTheSameIsNotEvenComparedWithTheDatabase() {
    source.look();
    var before = database.database().statements().now();
    source.look();
    assertThat(database.database().statements().now()).isEqualTo(before);
  }

  @Test
  void aChangeIsASecondRevisionOfThatItemAlone() {
    source.look();
    controller.sysadmin =
        Optional.of(new ControllerPlatform.Sysadmin("$6$next", 45, "sig", OptionalLong.empty()));
    source.look();
    assertThat(committed).containsExactly(new Revision(1), new Revision(2));
    assertThat(sealed("sysadmin", "default")).doesNotContain("passwd_last_change");
    var changed =
        transactions.inTx(tx -> tx.sql().fetch("SELECT FROM desired_item WHERE revision = 2"));
    assertThat(changed).hasSize(1);
  }

  @Test
  void whatWasNotFoundOutIsNotTakenForDeleted() throws Exception {
    controller.certificates = Optional.of(List.of(installed("ssl_ca"), installed("openstack_ca")));
    source.look();
    controller.certificates = Optional.empty();
    controller.sysadmin = Optional.empty();
    controller.fernetKeys = Optional.of(new TreeMap<>());
    source.look();
    assertThat(items()).hasSize(4).allMatch(item -> item.endsWith(" present"));
    assertThat(committed).hasSize(1);
  }

  @Test
  void aCaWhoseContentIsNotFoundHoldsBackAllCertificatesAndNothingElse() throws Exception {
    controller.certificates =
        Optional.of(List.of(installed("ssl_ca"), new Certificate("ssl_ca", "ssl_ca_4711")));
    source.look();
    assertThat(items()).containsExactly("fernet-repo/keys present", "sysadmin/default present");
  }

  @Test
  void aCaThatTheSystemControllerRemovedIsRemoved() throws Exception {
    var first = installed("ssl_ca");
    var second = installed("openstack_ca");
    controller.certificates = Optional.of(List.of(first, second));
    source.look();
    controller.certificates = Optional.of(List.of(second));
    source.look();
    assertThat(items()).contains("certificate/" + first.signature() + " removed");
  }

  @Test
  void whileAnotherNodeHasTheDutyNothingHappens() {
    var other =
        new PlatformSource(
            TestLease.free(PlatformSource.NAME, transactions),
            controller,
            new CaFiles(List.of()),
            new SourceSnapshots(
                new Commits(transactions), new ReversingSeal(), () -> "other", committed::add),
            new FernetDuty(
                controller, Optional::empty, Duration.ZERO, transactions, new SettableClock()));
    other.look();
    assertThat(committed).isEmpty();
  }
}
