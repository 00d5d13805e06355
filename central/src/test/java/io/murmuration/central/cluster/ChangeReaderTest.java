package io.murmuration.central.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class ChangeReaderTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Fixture fixture = new Fixture(database);
  private final Told told = new Told();
  @AutoClose private ChangeReader reader;

  @BeforeEach
  void start() {
    reader = fixture.reader();
    reader.listen(told);
  }

  @AfterEach
  void noFaults() {
    assertThat(fixture.faults).isEmpty();
  }

  @Test
  void changeCommittedOutOfOrderIsNeverSkipped() throws Exception {
    var first = new CountDownLatch(1);
    var commit = new CountDownLatch(1);
    var slow =
        CompletableFuture.supplyAsync(() ->
            database
                .database()
                .transactions()
                .inTx(tx -> {
                  var revision = Fixture.declare(tx, Scope.FLEET, "dns", "slow");
                  first.countDown();
                  await(commit);
                  return revision;
                }));
    first.await();
    var fast = CompletableFuture.supplyAsync(() -> fixture.declare(Scope.FLEET, "ntp", "fast"));
    assertThat(reader.readIndex().get()).isEqualTo(Revision.NONE);
    commit.countDown();
    assertThat(slow.get()).isLessThan(fast.get());
    assertThat(reader.readIndex().get()).isEqualTo(fast.get());
    assertThat(told.seqs()).containsExactly(slow.get(), fast.get());
  }

  @Test
  void gapMeansReload() throws Exception {
    var id = fixture.subcloud("a", 1);
    fixture.declare(Scope.FLEET, "dns", "1");
    database.execute("DELETE FROM change WHERE seq = 1");
    assertThat(reader.readIndex().get()).isEqualTo(new Revision(2));
    assertThat(told.reloads).containsExactly(new Revision(2));
    assertThat(told.changes).isEmpty();
    assertThat(reader.image().wanted(id, Kind.PLATFORM).items()).hasSize(1);
  }

  @Test
  void readIndexServesAllWaitersWithOneQuery() throws Exception {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    reader.listen(
        new ChangeListener() {
          @Override
          public void changed(List<Change> changes, Revision appliedUpTo) {
            inside.countDown();
            await(go);
          }

          @Override
          public void reloaded(Revision appliedUpTo) {}
        });
    fixture.declare(Scope.FLEET, "dns", "1");
    reader.nudge();
    inside.await();
    var last = fixture.declare(new Scope.Group(7), "dns", "2");
    var before = database.database().statements().now();
    var waiters = new ArrayList<CompletableFuture<Revision>>();
    for (int i = 0; i < 100; i++) {
      waiters.add(reader.readIndex());
    }
    go.countDown();
    for (var waiter : waiters) {
      assertThat(waiter.get()).isEqualTo(last);
    }
    // one that sees that there is something, one that reads the changes, one that reads the items
    assertThat(database.database().statements().now().since(before).reads()).isEqualTo(3);
  }

  @Test
  void fleetChangeCostsAtMostThreeStatements() throws Exception {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, deploy_status, region_name,
          management_subnet, management_gateway_ip, management_start_ip, management_end_ip,
          systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        SELECT 's' || n, '1', 'complete', 's' || n, '', '', '', '', '', ''
        FROM generate_series(1, 2000) n
        """);
    touchAll();
    reader.readIndex().get();
    assertThat(reader.image().subclouds()).hasSize(2000);
    fixture.declare(Scope.FLEET, "dns", "1");
    var before = database.database().statements().now();
    reader.readIndex().get();
    var cost = database.database().statements().now().since(before);
    assertThat(cost.statements()).isLessThanOrEqualTo(3);
    assertThat(cost.rowsRead()).isLessThanOrEqualTo(3);
    assertThat(reader.image().wanted(new SubcloudId(7), Kind.PLATFORM).items()).hasSize(1);
  }

  @Test
  void changesOfManySubcloudsCostFourStatements() throws Exception {
    for (int i = 0; i < 20; i++) {
      fixture.subcloud("s" + i, 1);
    }
    var before = database.database().statements().now();
    reader.readIndex().get();
    assertThat(database.database().statements().now().since(before).statements()).isEqualTo(4);
    assertThat(told.changes).hasSize(20);
  }

  @Test
  void idleCostsOneReadAndNoWrite() throws Exception {
    reader.readIndex().get();
    var before = database.database().statements().now();
    reader.readIndex().get();
    var cost = database.database().statements().now().since(before);
    assertThat(cost.reads()).isEqualTo(1);
    assertThat(cost.writes()).isZero();
  }

  @Test
  void restoredDatabaseIsNotBelievedUntilANewEpoch() throws Exception {
    var id = fixture.subcloud("a", 1);
    fixture.declare(Scope.FLEET, "dns", "1");
    reader.readIndex().get();
    database.execute("DELETE FROM change WHERE seq = 2; UPDATE hub SET seq = 1");
    var waiter = reader.readIndex();
    org.awaitility.Awaitility.await().until(reader::stale);
    assertThat(reader.applied()).isEqualTo(new Revision(2));
    assertThat(waiter).isNotDone();
    database.execute(
        """
        INSERT INTO hub_epoch (epoch, lineage, first_revision, reason)
        VALUES (2, gen_random_uuid(), 2, 'recovered');
        UPDATE hub SET epoch = 2, lineage = (SELECT lineage FROM hub_epoch WHERE epoch = 2)
        """);
    reader.nudge();
    assertThat(reader.readIndex()).isNotNull();
    org.awaitility.Awaitility.await().until(() -> reader.image().epochs().epoch() == 2);
    assertThat(reader.image().subcloud(id)).isPresent();
  }

  @Test
  void deletedSubcloudVanishes() throws Exception {
    var id = fixture.subcloud("a", 1);
    fixture.declare(new Scope.Subcloud(id.value()), "dns", "1");
    reader.readIndex().get();
    assertThat(reader.image().wanted(id, Kind.PLATFORM).items()).hasSize(1);
    fixture.delete(id);
    reader.readIndex().get();
    assertThat(reader.image().subcloud(id)).isEmpty();
    assertThat(reader.image().wanted(id, Kind.PLATFORM).items()).isEmpty();
    assertThat(told.changes.getLast().what()).isEqualTo(ChangeKind.SUBCLOUD_DELETED);
  }

  @Test
  void listenerThatThrowsIsAFaultAndTheOthersStillHear() throws Exception {
    var second = new Told();
    reader.listen(
        new ChangeListener() {
          @Override
          public void changed(List<Change> changes, Revision appliedUpTo) {
            throw new IllegalStateException("planted");
          }

          @Override
          public void reloaded(Revision appliedUpTo) {}
        });
    reader.listen(second);
    var revision = fixture.declare(Scope.FLEET, "dns", "1");
    reader.readIndex().get();
    assertThat(second.seqs()).containsExactly(revision);
    assertThat(fixture.faults).hasSize(1);
    fixture.faults.clear();
  }

  private void touchAll() {
    database
        .database()
        .transactions()
        .runInTx(tx -> Changes.append(tx, ChangeKind.SUBCLOUD, Scope.FLEET));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Told implements ChangeListener {
    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final List<Revision> reloads = new CopyOnWriteArrayList<>();

    @Override
    public void changed(List<Change> told, Revision appliedUpTo) {
      changes.addAll(told);
    }

    @Override
    public void reloaded(Revision appliedUpTo) {
      reloads.add(appliedUpTo);
    }

    List<Revision> seqs() {
      return changes.stream().map(Change::seq).toList();
    }
  }
}
