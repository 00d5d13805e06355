package io.murmuration.central.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class WithdrawalsTest {
  private static final UUID NODE = new UUID(0, 1);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final List<Throwable> faults = new ArrayList<>();
  private final LiveImage image = new LiveImage(NODE, System::nanoTime);

  @AutoClose
  private final LiveReload reload =
      new LiveReload(
          database.database().transactions(), image, System::nanoTime, (_, bug) -> faults.add(bug));

  private final Withdrawals withdrawals =
      new Withdrawals(image, _ -> reload.run(), ids -> reload.run(ids));
  private SubcloudId id;

  @BeforeEach
  void inSync() {
    id = new Fixture(database).subcloud("one", 1);
    database.execute(
        """
        INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, availability)
        VALUES (%d, 1, 1, 'online')
        """
            .formatted(id.value()));
    database.execute(
        """
        INSERT INTO subcloud_status (subcloud_id, endpoint_type, hub_epoch, session_epoch, sync_status)
        VALUES (%d, 'platform', 1, 1, 'in-sync')
        """
            .formatted(id.value()));
    image.apply(NODE, lastWords());
    assertThat(image.online()).isOne();
    assertThat(inSyncCount()).isOne();
  }

  private List<LiveEntry> lastWords() {
    return lastWords(id);
  }

  private static List<LiveEntry> lastWords(SubcloudId id) {
    var epoch = new SessionEpoch(1, 1);
    var status = new KindStatus(SyncStatus.IN_SYNC, Revision.NONE, Revision.NONE, "as wanted");
    return List.of(
        new LiveEntry.OfSite(id, epoch, new Availability(true, 0, "up")),
        new LiveEntry.OfKind(id, epoch, 1, Kind.PLATFORM, status, null));
  }

  private int inSyncCount() {
    return image.counts(Kind.PLATFORM, _ -> Revision.NONE).getOrDefault(SyncStatus.IN_SYNC, -1);
  }

  private void read(ChangeKind what) {
    var change = new Change(new Revision(9), what, new Scope.Subcloud(id.value()));
    withdrawals.changed(List.of(change), change.seq());
  }

  /** What the enrolment feature leaves in the database. */
  private void revoke() {
    database.execute(
        "UPDATE agent_session SET epoch = 2, incarnation = NULL, availability = 'offline'"
            + " WHERE subcloud_id > 0");
    database.execute(
        "UPDATE subcloud_status SET session_epoch = 2, sync_status = 'unknown'"
            + " WHERE subcloud_id > 0");
  }

  @Test
  void revokedSubcloudIsNeitherOnlineNorInSync() {
    revoke();
    read(ChangeKind.REVOCATION);
    assertThat(image.online()).isZero();
    assertThat(inSyncCount()).isZero();
    image.apply(NODE, lastWords());
    assertThat(image.online()).as("said before it was revoked, heard later").isZero();
  }

  /** Reading the others anew would be 40,000 rows of a large fleet, for one site. */
  @Test
  void onlyTheRevokedSubcloudIsReadAnew() {
    var other = new Fixture(database).subcloud("two", 1);
    image.apply(NODE, lastWords(other));
    revoke();
    read(ChangeKind.REVOCATION);
    assertThat(image.site(id).orElseThrow().availability().online()).isFalse();
    assertThat(image.site(other).orElseThrow().availability().online()).isTrue();
  }

  @Test
  void deletedSubcloudIsNotCounted() {
    read(ChangeKind.SUBCLOUD_DELETED);
    assertThat(inSyncCount()).isZero();
    assertThat(image.site(id)).isEmpty();
  }

  @Test
  void changesThatWereNotReadOneByOneMayHoldARevocation() {
    revoke();
    withdrawals.reloaded(new Revision(9));
    assertThat(image.online()).isZero();
  }
}
