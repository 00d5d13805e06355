package io.murmuration.central.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.Record;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class OrphanDutyTest {
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = NodeLease.TERM.plus(SILENCE);
  private static final UUID DEAD = new UUID(0, 7);
  private static final UUID LIVING = new UUID(0, 8);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final AtomicLong nanos = new AtomicLong();
  private final Lease lease =
      new Lease(
          OrphanDuty.NAME,
          new UUID(0, 9),
          Duration.ofHours(1),
          database.database().transactions(),
          nanos::get);
  private final List<LiveEntry> published = new ArrayList<>();
  private final OrphanDuty duty =
      new OrphanDuty(
          lease, database.database().transactions(), published::addAll, nanos::get, SILENCE);
  private SubcloudId a;
  private SubcloudId b;

  @BeforeEach
  void twoSessionsOfADeadNode() {
    var fixture = new Fixture(database);
    a = fixture.subcloud("a", 1);
    b = fixture.subcloud("b", 1);
    database.execute(
        """
        INSERT INTO node (incarnation, name, address, lease_until)
        VALUES ('%s', 'dead', '', clock_timestamp() - interval '1 s'),
               ('%s', 'living', '', clock_timestamp() + interval '1 hour');
        INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, incarnation, availability)
        SELECT id, 1, 5, '%1$s', 'online' FROM subcloud;
        INSERT INTO subcloud_status (subcloud_id, endpoint_type, sync_status, wanted_revision,
          held_revision, confirmed_at, hub_epoch, session_epoch)
        SELECT id, kind, 'in-sync', 4, 4, clock_timestamp(), 1, 5
        FROM subcloud, unnest(ARRAY['platform', 'dc-cert']) AS kind
        """
            .formatted(DEAD, LIVING));
    lease.renew();
  }

  @Test
  void orphansAreClaimedOnlyAfterLeaseAndSilence() {
    duty.look();
    pass(PATIENCE.minusNanos(1));
    duty.look();
    assertThat(session(a).get("epoch")).isEqualTo(5L);
    pass(Duration.ofNanos(1));
    duty.look();
    assertThat(session(a).get("epoch")).isEqualTo(6L);
    assertThat(session(a).get("incarnation")).isNull();
    assertThat(session(a).get("availability")).isEqualTo("offline");
    assertThat(statuses()).containsOnly("unknown");
    assertThat(published).hasSize(6);
    assertThat(published).allSatisfy(entry -> assertThat(entry.epoch().number()).isEqualTo(6));
  }

  @Test
  void sessionThatReconnectedMeanwhileIsLeftAlone() {
    duty.look();
    database.execute(
        "UPDATE agent_session SET epoch = 6, incarnation = '%s' WHERE subcloud_id = %d"
            .formatted(LIVING, b.value()));
    database.execute(
        "UPDATE subcloud_status SET session_epoch = 6 WHERE subcloud_id = " + b.value());
    pass(PATIENCE);
    duty.look();
    assertThat(session(a).get("availability")).isEqualTo("offline");
    assertThat(session(b).get("availability")).isEqualTo("online");
    assertThat(statuses()).containsExactlyInAnyOrder("unknown", "unknown", "in-sync", "in-sync");
  }

  @Test
  void streamThatTheSameNodeAcceptedSinceIsLeftAlone() {
    duty.look();
    database.execute("UPDATE agent_session SET epoch = 6 WHERE subcloud_id = " + b.value());
    pass(PATIENCE);
    duty.look();
    assertThat(session(b).get("availability")).isEqualTo("online");
    duty.look();
    pass(PATIENCE);
    duty.look();
    assertThat(session(b).get("availability")).isEqualTo("offline");
  }

  @Test
  void nodeThatRenewsInTimeKeepsItsSessions() {
    duty.look();
    pass(PATIENCE.dividedBy(2));
    renewDead("+");
    duty.look();
    renewDead("-");
    duty.look();
    pass(PATIENCE.minusSeconds(1));
    duty.look();
    assertThat(published).isEmpty();
  }

  @Test
  void failedQueryStartsTheCountAnew() {
    duty.look();
    pass(PATIENCE.minusSeconds(1));
    database.execute("ALTER TABLE node RENAME TO away");
    duty.look();
    database.execute("ALTER TABLE away RENAME TO node");
    pass(Duration.ofSeconds(2));
    duty.look();
    assertThat(published).isEmpty();
    pass(PATIENCE);
    duty.look();
    assertThat(published).isNotEmpty();
  }

  @Test
  void formerHolderOfTheDutyClaimsNothing() {
    duty.look();
    pass(PATIENCE);
    database.execute("UPDATE lease SET epoch = 2, holder = '%s'".formatted(LIVING));
    duty.look();
    assertThat(published).isEmpty();
    assertThat(session(a).get("epoch")).isEqualTo(5L);
  }

  @Test
  void claimCostsTheSameForAnyNumberOfSessions() {
    duty.look();
    pass(PATIENCE);
    var before = database.database().statements().now();
    duty.look();
    var cost = database.database().statements().now().since(before);
    assertThat(cost.writes()).isEqualTo(3); // sessions, statuses, alarms
    assertThat(cost.statements()).isLessThanOrEqualTo(6);
  }

  private void renewDead(String sign) {
    database.execute(
        "UPDATE node SET lease_until = clock_timestamp() %s interval '1 s' WHERE name = 'dead'"
            .formatted(sign + " 60 *"));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private Record session(SubcloudId id) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql().fetchSingle("SELECT * FROM agent_session WHERE subcloud_id = ?", id.value()));
  }

  private List<String> statuses() {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql().fetch("SELECT sync_status FROM subcloud_status").getValues(0, String.class));
  }
}
