package io.murmuration.central.dccert;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.certificate.SealedKeys;
import io.murmuration.central.certificate.SettableClock;
import io.murmuration.central.cluster.lease.TestLease;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.Record;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
@Timeout(120)
final class DcCertDutyTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final RenewalRules RULES =
      new RenewalRules(
          DAY.multipliedBy(365), DAY.multipliedBy(30), 2_400, DAY.multipliedBy(90), Duration.ZERO);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = database.database().transactions();
  private final SettableClock clock = new SettableClock();
  private final List<Revision> committed = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  @TempDir private Path directory;
  private AdminRoots roots;
  private DcCertDuty duty;

  @BeforeEach
  void open() {
    var random = new SecureRandom();
    roots = new AdminRoots(SealedKeys.open(transactions, directory, random), clock, random);
    duty =
        new DcCertDuty(
            TestLease.held(DcCertDuty.NAME, transactions),
            transactions,
            new ReversingSeal(),
            new OwnRootIssuer(roots, "", RULES, clock),
            RULES,
            new DcCertDuty.World(
                clock, () -> "dc-cert-" + requests.incrementAndGet(), committed::add));
  }

  private void subclouds(int count) {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, deploy_status, region_name, management_subnet,
          management_gateway_ip, management_start_ip, management_end_ip,
          systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        SELECT 's' || n, '25.09', 'complete', 'region-' || n, '', '', '', '', '', ''
        FROM generate_series(1, %d) AS n
        """
            .formatted(count));
  }

  private long count(String from) {
    return transactions.inTx(
        tx -> tx.sql().fetchSingle("SELECT count(*) FROM " + from).get(0, Long.class));
  }

  private Record item(long subcloud) {
    return transactions.inTx(tx ->
        tx.sql()
            .fetchSingle(
                """
                SELECT i.*, c.fingerprint FROM desired_item i
                JOIN desired_head h USING (scope_type, scope_id, kind, revision)
                JOIN change x ON x.seq = i.revision AND x.scope_id = i.scope_id
                 AND x.scope_type = i.scope_type AND x.what = 'desired'
                JOIN site_certificate c ON c.subcloud_id = i.scope_id AND c.revision = i.revision
                WHERE i.scope_type = 'subcloud' AND i.scope_id = ?
                """,
                subcloud));
  }

  private String value(long subcloud) {
    var sealed = item(subcloud).get("sealed_payload", byte[].class);
    Payload payload = new ReversingSeal().open(Kind.DC_CERT, DcCertRepository.ITEM, sealed);
    return payload.text();
  }

  private static List<X509Certificate> certificates(String value, String field) throws Exception {
    var from = value.indexOf("\"" + field + "\":\"") + field.length() + 4;
    var pem = value.substring(from, value.indexOf('"', from)).replace("\\n", "\n");
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /** What the gateway's status writer does when a site was read back. */
  private void sitesServe() {
    database.execute(
        """
        INSERT INTO subcloud_status (subcloud_id, endpoint_type, sync_status, held_revision)
        SELECT subcloud_id, 'dc-cert', 'in-sync', revision FROM site_certificate
        ON CONFLICT (subcloud_id, endpoint_type) DO UPDATE SET held_revision = excluded.held_revision
        """);
  }

  @Test
  void eachSubcloudGetsAnIntermediateCaOfItsOwnSealedInItsOwnScope() throws Exception {
    subclouds(3);
    duty.look();
    var value = value(2);
    var authority = certificates(value, "certificate").getFirst();
    assertThat(authority.getSubjectX500Principal().getName())
        .isEqualTo("CN=region-2-adminep-ca-certificate");
    assertThat(authority.getBasicConstraints()).isZero();
    authority.verify(certificates(value, "roots").getFirst().getPublicKey());
    assertThat(value).contains("BEGIN PRIVATE KEY");
    assertThat(value(1)).isNotEqualTo(value);
    assertThat(count("desired_item i WHERE i::text LIKE '%PRIVATE%'")).isZero();
    assertThat(count("audit_trail a WHERE a::text LIKE '%PRIVATE%'")).isZero();
    assertThat(committed).containsExactly(new Revision(3));
    assertThat(count("audit_trail WHERE who = 'source:dc-cert' AND revision = 3")).isOne();
  }

  @Test
  void hundredsAreIssuedInOneTransactionEachAndThenNothingIsWritten() {
    subclouds(600);
    duty.look();
    assertThat(count("site_certificate")).isEqualTo(RenewalPlan.FIRST_AT_ONCE);
    assertThat(count("audit_trail")).isOne();
    duty.look();
    duty.look();
    assertThat(count("audit_trail")).isEqualTo(3);
    assertThat(count("site_certificate")).isEqualTo(600);
    assertThat(count("(SELECT DISTINCT seq FROM change) AS s")).isEqualTo(600);
    var before = database.database().statements().now();
    duty.look();
    assertThat(database.database().statements().now().rowsWritten())
        .isEqualTo(before.rowsWritten());
    assertThat(committed).hasSize(3);
  }

  @Test
  void aRenewalHasAnotherKeyAndIsTakenWhenItsTurnComes() {
    subclouds(1);
    duty.look();
    var first = item(1).get("fingerprint", String.class);
    sitesServe();
    clock.advance(RULES.period().plus(DAY));
    duty.look();
    assertThat(item(1).get("fingerprint", String.class)).isNotEqualTo(first);
    assertThat(count("site_certificate WHERE reason = 'DUE' AND waiting_since IS NOT NULL"))
        .isOne();
    sitesServe();
    duty.look();
    assertThat(count("site_certificate WHERE waiting_since IS NULL")).isOne();
    assertThat(count("change")).isEqualTo(2);
  }

  @Test
  void aChangeOfTheRootGoesByWayOfTrustInBoth() throws Exception {
    subclouds(2);
    duty.look();
    sitesServe();
    roots.introduceSuccessor(roots.all().getLast());
    duty.look();
    assertThat(certificates(value(1), "roots")).hasSize(2);
    assertThat(certificates(value(1), "certificate").getFirst().getIssuerX500Principal().getName())
        .endsWith("root 1");
    duty.look();
    assertThat(count("site_certificate c WHERE c.revision > 4"))
        .as("nobody goes on while a site does not trust both")
        .isZero();
    sitesServe();
    duty.look();
    assertThat(certificates(value(1), "certificate").getFirst().getIssuerX500Principal().getName())
        .endsWith("root 2");
    sitesServe();
    clock.advance(RULES.period().plus(DAY));
    duty.look();
    assertThat(certificates(value(1), "roots")).hasSize(1);
  }

  @Test
  void aRootIsSucceededWhileItCanStillSignAWholeLife() {
    subclouds(1);
    duty.look();
    clock.advance(DAY.multipliedBy(3 * 365 + 150));
    duty.look();
    assertThat(roots.all()).hasSize(2);
    duty.look();
    assertThat(roots.all()).hasSize(2);
  }

  @Test
  void aNodeThatLostTheDutyStoresNothing() {
    subclouds(1);
    TestLease.lose(DcCertDuty.NAME, transactions);
    duty.look();
    assertThat(count("site_certificate")).isZero();
    assertThat(count("change")).isZero();
  }

  @Test
  void secondariesAndSubcloudsThatAreNotInstalledGetNone() {
    subclouds(3);
    database.execute("UPDATE subcloud SET deploy_status = 'secondary' WHERE id = 1");
    database.execute("UPDATE subcloud SET deploy_status = 'create-complete' WHERE id = 2");
    duty.look();
    assertThat(count("site_certificate WHERE subcloud_id = 3")).isOne();
    assertThat(count("site_certificate")).isOne();
  }

  @Test
  void aSubcloudThatWasDeletedMeanwhileGetsNoRevision() {
    subclouds(1);
    var repository = new DcCertRepository(new ReversingSeal());
    var gone = new Order(new SubcloudId(99), "gone", Order.Reason.FIRST, null);
    var issued = new Issued(gone, "c", "k", "r", "f", "root", "trust", clock.instant().plus(DAY));
    var revision =
        transactions.inTx(tx ->
            Optional.ofNullable(
                repository.store(tx, List.of(issued), List.of(Payload.of("{}")), clock.instant())));
    assertThat(revision).isEmpty();
    assertThat(count("change")).isZero();
  }
}
