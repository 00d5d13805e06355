package io.murmuration.central.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.alarm.AlarmCounts;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("database")
@Timeout(120)
class StatusWriterTest {
  private static final int SUBCLOUDS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final SessionEpoch EPOCH = new SessionEpoch(1, 1);
  private static final SubcloudId ONE = new SubcloudId(1);

  private final List<StatusReport> committed = new CopyOnWriteArrayList<>();
  private final List<AvailabilityReport> sites = new CopyOnWriteArrayList<>();
  private final Set<SubcloudId> lost = ConcurrentHashMap.newKeySet();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private TestDatabase database;
  private StatusWriter writer;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, management_state, deploy_status,
          region_name, management_subnet, management_gateway_ip, management_start_ip,
          management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        SELECT 'sc' || n, '1', 'managed', 'complete', 'r' || n, '', '', '', '', '', ''
          FROM generate_series(1, %d) n
        """
            .formatted(SUBCLOUDS));
    database.execute(
        """
        INSERT INTO subcloud_status (subcloud_id, endpoint_type, hub_epoch, session_epoch)
        SELECT id, kind, 1, 1 FROM subcloud, unnest(ARRAY['platform', 'identity', 'dc-cert']) kind
        """);
    database.execute(
        """
        INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, availability)
        SELECT id, 1, 1, 'online' FROM subcloud
        """);
    writer =
        new StatusWriter(
            StatusLinger.DEFAULT,
            database.database().transactions(),
            System::nanoTime,
            (_, bug) -> faults.add(bug));
    writer.start(
        new StatusWriter.Listeners(
            batch -> {
              committed.addAll(batch.kinds());
              sites.addAll(batch.availabilities());
            },
            lost::addAll,
            StatusMetrics.NONE));
  }

  @AfterEach
  void close() {
    writer.close();
    database.close();
    assertThat(faults).isEmpty();
  }

  private static KindStatus inSync(long revision) {
    return new KindStatus(
        SyncStatus.IN_SYNC, new Revision(revision), new Revision(revision), "as wanted");
  }

  private String status(long id, Kind kind) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT sync_status || ' ' || held_revision FROM subcloud_status"
                        + " WHERE subcloud_id = ? AND endpoint_type = ?",
                    id,
                    kind.wireName())
                .get(0, String.class));
  }

  @Test
  void thousandAcknowledgementsTakeFewStatements() {
    var before = database.database().statements().now();
    for (int id = 1; id <= SUBCLOUDS; id++) {
      writer.kind(new SubcloudId(id), EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    }
    await().atMost(PATIENCE).until(() -> committed.size() == SUBCLOUDS);
    var used = database.database().statements().now().since(before);
    assertThat(used.statements()).isLessThanOrEqualTo(2 * (SUBCLOUDS / 500) + 10);
    assertThat(status(SUBCLOUDS, Kind.PLATFORM)).isEqualTo("in-sync 7");
    assertThat(lost).isEmpty();
  }

  @Test
  void idleWriterSendsNoStatement() {
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> committed.size() == 1);
    assertThat(writer.waiting()).isZero();
  }

  /** As a text would be that got past every check. */
  @Test
  void reportThatTheDatabaseDoesNotTakeHoldsUpNoOther() {
    var unstorable =
        new KindStatus(SyncStatus.OUT_OF_SYNC, new Revision(7), new Revision(7), "a\u0000b");
    for (int id = 3; id <= SUBCLOUDS; id++) {
      writer.kind(
          new SubcloudId(id),
          EPOCH,
          1,
          Kind.PLATFORM,
          id == 500 ? unstorable : inSync(7),
          Duration.ZERO);
    }
    writer.availability(ONE, EPOCH, Availability.offline("x\u0000"));
    writer.availability(new SubcloudId(2), EPOCH, Availability.offline("nothing heard"));
    await().atMost(PATIENCE).until(() -> committed.size() == SUBCLOUDS - 3);
    await().atMost(PATIENCE).until(() -> sites.size() == 1);
    await().atMost(PATIENCE).until(() -> faults.size() == 2);
    assertThat(writer.waiting()).isZero();
    faults.clear();
  }

  @Test
  void reportOfAnOlderSessionLoses() {
    database.execute("UPDATE subcloud_status SET session_epoch = 2 WHERE subcloud_id = 1");
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> lost.contains(ONE));
    assertThat(status(1, Kind.PLATFORM)).isEqualTo("unknown 0");
    assertThat(committed).isEmpty();
  }

  /** Else the live images would count it again, for ever. */
  @Test
  void reportOfADeletedSubcloudIsNotCommitted() {
    database.execute("DELETE FROM subcloud WHERE id = 1");
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    writer.availability(ONE, EPOCH, Availability.offline("nothing heard"));
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(8), Duration.ZERO);
    writer.availability(new SubcloudId(2), EPOCH, Availability.offline("nothing heard"));
    writer.kind(new SubcloudId(3), EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> writer.waiting() == 0 && lost.contains(ONE));
    await().atMost(PATIENCE).until(() -> !sites.isEmpty() && !committed.isEmpty());
    assertThat(sites).extracting(report -> report.id().value()).containsExactly(2L);
    assertThat(committed).extracting(report -> report.id().value()).containsExactly(3L);
    assertThat(lost).containsExactly(ONE);
  }

  /** The row that the report is for is seen, but gone when it is written. */
  @Test
  void reportOfASubcloudThatIsDeletedMeanwhileLosesAndIsNoFault() throws InterruptedException {
    var transactions = database.database().transactions();
    var deleted = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    var deletion =
        Thread.startVirtualThread(() ->
            transactions.runInTx(tx -> {
              tx.sql().execute("DELETE FROM subcloud WHERE id = 1");
              deleted.countDown();
              awaitQuietly(commit);
            }));
    deleted.await();

    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
    commit.countDown();
    deletion.join();

    await().atMost(PATIENCE).until(() -> lost.contains(ONE));
    assertThat(committed).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean somebodyWaitsForALock() {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                    .fetchSingle(
                        "SELECT count(*) FROM pg_stat_activity"
                            + " WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'")
                    .get(0, Long.class)
                > 0);
  }

  /** Else an outage of the database would make the whole fleet look freshly seen. */
  @Test
  void siteIsConfirmedWhenItWasSeenNotWhenThatWasWritten() {
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ofMinutes(5));
    await().atMost(PATIENCE).until(() -> committed.size() == 1);
    boolean old =
        database
            .database()
            .transactions()
            .inTx(tx ->
                tx.sql()
                    .fetchSingle(
                        """
                        SELECT confirmed_at <= clock_timestamp() - interval '5 minutes'
                          FROM subcloud_status
                         WHERE subcloud_id = 1 AND endpoint_type = 'platform'
                        """)
                    .get(0, Boolean.class));
    assertThat(old).isTrue();
  }

  @Test
  void reportOfAnOlderGenerationLoses() {
    database.execute("UPDATE subcloud_status SET generation = 2 WHERE subcloud_id = 1");
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> lost.contains(ONE));
    assertThat(status(1, Kind.PLATFORM)).isEqualTo("unknown 0");
  }

  @Test
  void reportThatSaysNothingNewWritesNoRowAndDoesNotLose() {
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> committed.size() == 1);
    var version = version(1);
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> committed.size() == 2);
    assertThat(version(1)).isEqualTo(version);
    assertThat(lost).isEmpty();
  }

  private String version(long id) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT xmin::text FROM subcloud_status"
                        + " WHERE subcloud_id = ? AND endpoint_type = 'platform'",
                    id)
                .get(0, String.class));
  }

  @Test
  void goingOfflineMakesEveryKindUnknown() {
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    writer.kind(ONE, EPOCH, 1, Kind.DC_CERT, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> committed.size() == 2);
    writer.availability(ONE, EPOCH, Availability.offline("nothing heard for 30 s"));
    await().atMost(PATIENCE).until(() -> status(1, Kind.PLATFORM).equals("unknown 7"));
    assertThat(status(1, Kind.DC_CERT)).isEqualTo("unknown 7");
    assertThat(lost).isEmpty();
  }

  @Test
  void lateDisconnectOfAnOlderSessionIsNotBelieved() {
    database.execute("UPDATE agent_session SET epoch = 2 WHERE subcloud_id = 1");
    database.execute("UPDATE subcloud_status SET session_epoch = 2 WHERE subcloud_id = 1");
    writer.availability(ONE, EPOCH, Availability.offline("nothing heard for 30 s"));
    await().atMost(PATIENCE).until(() -> lost.contains(ONE));
    var online =
        database
            .database()
            .transactions()
            .inTx(tx ->
                tx.sql()
                    .fetchSingle("SELECT availability FROM agent_session WHERE subcloud_id = 1")
                    .get(0, String.class));
    assertThat(online).isEqualTo("online");
  }

  private String subcloud(long id, String columns) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle("SELECT concat_ws(' '," + columns + ") FROM subcloud WHERE id = ?", id)
                .get(0, String.class));
  }

  private static AlarmsReport runs(String release) {
    return new AlarmsReport(
        ONE,
        EPOCH,
        1,
        new SiteState(
            new AlarmCounts(0, 0, 0, 0),
            List.of(),
            0,
            SiteState.Configuration.UP_TO_DATE,
            Optional.empty(),
            Optional.of(release),
            ""));
  }

  private void say(AlarmsReport report) {
    writer.alarms(report.id(), report.epoch(), report.generation(), report.state());
  }

  private long changes() {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetchSingle("SELECT count(*) FROM change").get(0, Long.class));
  }

  @Test
  void identityThatLeavesUnknownOpensTheGateForGoodAndNoOtherKindDoes() {
    writer.kind(ONE, EPOCH, 1, Kind.PLATFORM, inSync(7), Duration.ZERO);
    writer.kind(
        new SubcloudId(2),
        EPOCH,
        1,
        Kind.IDENTITY,
        new KindStatus(SyncStatus.UNKNOWN, Revision.NONE, Revision.NONE, "not observed"),
        Duration.ZERO);
    writer.kind(new SubcloudId(3), EPOCH, 1, Kind.IDENTITY, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> committed.size() == 3);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(subcloud(3, "first_identity_sync_complete")).isEqualTo("t"));
    assertThat(subcloud(1, "first_identity_sync_complete")).isEqualTo("f");
    assertThat(subcloud(2, "first_identity_sync_complete")).isEqualTo("f");
    assertThat(changes()).as("nothing that anybody is shown").isZero();
  }

  @Test
  void gateOfALaterGenerationStaysShut() {
    database.execute("UPDATE subcloud SET generation = 2 WHERE id = 1");
    writer.kind(ONE, EPOCH, 1, Kind.IDENTITY, inSync(7), Duration.ZERO);
    await().atMost(PATIENCE).until(() -> committed.size() == 1);
    writer.close();
    assertThat(subcloud(1, "first_identity_sync_complete")).isEqualTo("f");
  }

  @Test
  void releaseThatASiteRunsReachesItsRecordOnceAndIsAChange() {
    database.execute("INSERT INTO alarm_summary (subcloud_id) VALUES (1)");
    say(runs("26.03"));
    await().atMost(PATIENCE).until(() -> subcloud(1, "software_version").equals("26.03"));
    assertThat(changes()).isEqualTo(1);
    say(runs("26.03"));
    writer.close();
    assertThat(changes()).as("the same again").isEqualTo(1);
    assertThat(subcloud(1, "software_version, generation")).isEqualTo("26.03 1");
  }

  @Test
  void differenceThatIsNotAlarmableShowsAndRaisesNothing() {
    var revision = new Revision(7);
    writer.kind(
        ONE,
        EPOCH,
        1,
        Kind.PLATFORM,
        new KindStatus(SyncStatus.OUT_OF_SYNC, revision, revision, "fernet keys wait", false),
        Duration.ZERO);
    writer.kind(
        new SubcloudId(2),
        EPOCH,
        1,
        Kind.PLATFORM,
        new KindStatus(SyncStatus.OUT_OF_SYNC, revision, revision, "refused"),
        Duration.ZERO);
    await().atMost(PATIENCE).until(() -> committed.size() == 2);
    assertThat(status(1, Kind.PLATFORM)).isEqualTo("out-of-sync 7");
    var raised =
        database
            .database()
            .transactions()
            .inTx(tx ->
                tx.sql()
                    .fetch("SELECT subcloud_id FROM alarm_record WHERE cleared_at IS NULL")
                    .getValues(0, Long.class));
    assertThat(raised).containsExactly(2L);
  }

  @Test
  void closingWritesWhatStillWaits() {
    writer.kind(
        ONE,
        EPOCH,
        1,
        Kind.PLATFORM,
        new KindStatus(
            SyncStatus.OUT_OF_SYNC, new Revision(8), new Revision(7), "sent; being applied"),
        Duration.ZERO);
    writer.close();
    assertThat(status(1, Kind.PLATFORM)).isEqualTo("out-of-sync 7");
  }
}
