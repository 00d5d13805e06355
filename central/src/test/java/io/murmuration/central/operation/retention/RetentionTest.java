package io.murmuration.central.operation.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.murmuration.central.cluster.lease.TestLease;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class RetentionTest {
  private static final Duration KEEP = Duration.ofDays(90);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = database.database().transactions();

  @BeforeEach
  void subcloud() {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, deploy_status, region_name, management_subnet,
          management_gateway_ip, management_start_ip, management_end_ip,
          systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        VALUES ('one', '1', 'complete', 'r', '', '', '', '', '', '');
        INSERT INTO agent_session (subcloud_id, incarnation, connected_at)
        VALUES (1, gen_random_uuid(), now() - interval '1 year');
        INSERT INTO release (release_id, sw_version, summary, registered_by)
        VALUES ('r', '1', '', 'ada');
        """);
  }

  /**
   * @param daysAgo that they ended, or began if they have not
   */
  private void operations(int count, String state, int daysAgo) {
    database.execute(
        """
        INSERT INTO operation (id, subcloud_id, generation, type, class, hub_epoch, deadline,
          asked_by, request_id, arguments, journal_id, state, created_at, settled_at)
        SELECT gen_random_uuid(), 1, 1, 'x', 'read', 1, now(), 'ada', 'req', '', gen_random_uuid(),
               '%1$s', now() - interval '%2$d days',
               CASE WHEN '%1$s' IN ('running', 'created') THEN NULL
                    ELSE now() - interval '%2$d days' END
          FROM generate_series(1, %3$d)
        """
            .formatted(state, daysAgo, count));
  }

  private void look() {
    new Retention(TestLease.held(Retention.NAME, transactions), transactions, KEEP).look();
  }

  private long count(String condition) {
    return transactions.inTx(tx ->
        tx.sql()
            .fetchSingle("SELECT count(*) FROM operation WHERE " + condition)
            .get(0, Long.class));
  }

  @Test
  void whatEndedLongAgoIsRemovedInBatchesWithItsDeliveryAndNothingElse() {
    operations(Retention.BATCH + 1, "succeeded", 91);
    operations(3, "failed", 89);
    operations(2, "unknown", 400);
    operations(2, "running", 400);
    database.execute(
        """
        INSERT INTO release_delivery (operation_id, release_id, subcloud_id)
        SELECT id, 'r', 1 FROM operation WHERE state = 'succeeded' LIMIT 1
        """);
    look();
    assertThat(count("state = 'succeeded'")).isZero();
    assertThat(count("true")).isEqualTo(7);
  }

  @Test
  void theEndThatAnAgentMayStillTellIsKeptUntilItWasThere() {
    operations(1, "succeeded", 100);
    database.execute("UPDATE agent_session SET incarnation = NULL");
    look();
    assertThat(count("true")).isOne();
    database.execute("UPDATE agent_session SET connected_at = now() - interval '1 day'");
    look();
    assertThat(count("true")).isZero();
  }

  @Test
  void whatNobodyWasToldOfNeedsNobodyToBeRemoved() {
    operations(1, "cancelled", 100);
    database.execute(
        "UPDATE operation SET journal_id = NULL; UPDATE agent_session SET incarnation = NULL");
    look();
    assertThat(count("true")).isZero();
  }

  @Test
  void aNodeThatLostTheDutyRemovesNothing() {
    operations(1, "succeeded", 100);
    var lease = TestLease.held(Retention.NAME, transactions);
    TestLease.lose(Retention.NAME, transactions);
    new Retention(lease, transactions, KEEP).look();
    assertThat(count("true")).isOne();
  }

  @Test
  void whatIsOpenIsCountedWithTheAgeOfTheOldest() {
    operations(3, "succeeded", 1);
    operations(2, "running", 2);
    operations(1, "unknown", 5);
    var registry = new SimpleMeterRegistry();
    var open = new OpenOperations(transactions, registry);
    assertThat(registry.get("murmuration.operations.open").tag("state", "running").gauge().value())
        .isNaN();
    open.look();
    assertThat(registry.get("murmuration.operations.open").tag("state", "running").gauge().value())
        .isEqualTo(2);
    assertThat(registry.get("murmuration.operations.open").tag("state", "created").gauge().value())
        .isZero();
    var age = registry.get("murmuration.operations.oldest").tag("state", "unknown").timeGauge();
    assertThat(age.value(TimeUnit.DAYS)).isBetween(4.99, 5.01);
  }
}
