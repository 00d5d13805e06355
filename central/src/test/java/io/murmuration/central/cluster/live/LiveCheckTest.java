package io.murmuration.central.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class LiveCheckTest {
  private static final UUID SELF = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final SubcloudId NOBODY = new SubcloudId(4_000);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private long now = 1;
  private final LiveImage image = new LiveImage(SELF, () -> now);
  private final LiveCheck check =
      new LiveCheck(database.database().transactions(), image, () -> now);
  private SubcloudId site;

  @BeforeEach
  void aSiteHeldByAnotherNode() {
    site = new Fixture(database).subcloud("a", 1);
    database.execute(
        """
        INSERT INTO node (incarnation, name, address, lease_until)
        VALUES ('%s', 'self', '', clock_timestamp() + interval '1 hour'),
               ('%s', 'other', '', clock_timestamp() + interval '1 hour'),
               ('%s', 'dead', '', clock_timestamp() - interval '1 hour');
        INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, incarnation, availability)
        VALUES (%d, 1, 5, '%2$s', 'online');
        INSERT INTO subcloud_status (subcloud_id, endpoint_type, sync_status, wanted_revision,
          held_revision, reason, hub_epoch, session_epoch)
        VALUES (%4$d, 'platform', 'out-of-sync', 4, 3, 'sent', 1, 5)
        """
            .formatted(SELF, OTHER, new UUID(0, 3), site.value()));
  }

  @Test
  void whatANodeHoldsThatIsNotHeardIsReadAtEachLook() {
    look();
    assertThat(status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    database.execute("UPDATE subcloud_status SET sync_status = 'in-sync', held_revision = 4");
    look();
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
  }

  @Test
  void aNodeIsUnheardWhenItWasNotHeardTwice() {
    look();
    assertThat(check.unheard()).as("it may just be starting").isZero();
    look();
    assertThat(check.unheard()).isEqualTo(1);
    image.heard(OTHER);
    look();
    assertThat(check.unheard()).isZero();
  }

  /** Whoever reaches the port of the nodes can say anything; it is shown for a turn at most. */
  @Test
  void whatWasForgedIsGoneAfterATurn() {
    image.heard(OTHER);
    turn();
    image.apply(OTHER, List.of(forged(site), forged(NOBODY)));
    assertThat(status()).isEqualTo(SyncStatus.IN_SYNC);
    assertThat(image.knows(NOBODY)).isTrue();

    image.heard(OTHER);
    turn();
    assertThat(status()).isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(image.knows(NOBODY)).isFalse();

    image.apply(OTHER, List.of(truth()));
    assertThat(status()).as("the true session counts again").isEqualTo(SyncStatus.UNKNOWN);
  }

  @Test
  void everySubcloudIsReadInTurn() {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, management_state, deploy_status,
          region_name, management_subnet, management_gateway_ip, management_start_ip,
          management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family, group_id)
        SELECT 'site-' || n, '1', 'managed', 'complete', 'region-' || n, '', '', '', '', '', '', 1
        FROM generate_series(1, %d) AS n;
        INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, incarnation, availability)
        SELECT id, 1, 5, '%s', 'online' FROM subcloud WHERE name LIKE 'site-%%'
        """
            .formatted(LiveCheck.PAGE, OTHER));
    image.heard(OTHER);
    turn();
    assertThat(image.online()).isEqualTo(LiveCheck.PAGE);
    turn();
    assertThat(image.online()).isEqualTo(LiveCheck.PAGE + 1);
    database.execute("UPDATE agent_session SET availability = 'offline'");
    turn();
    assertThat(image.online()).as("the last page is followed by the first").isEqualTo(1);
  }

  private void turn() {
    for (int i = 0; i < LiveCheck.LOOKS; i++) {
      look();
    }
  }

  private void look() {
    now += Duration.ofMillis(1).toNanos();
    check.look();
    now += Duration.ofMillis(1).toNanos();
  }

  private SyncStatus status() {
    return image.find(site, Kind.PLATFORM).orElseThrow().status().status();
  }

  private static LiveEntry forged(SubcloudId id) {
    return entry(id, 1L << 40, SyncStatus.IN_SYNC);
  }

  private LiveEntry truth() {
    return entry(site, 5, SyncStatus.UNKNOWN);
  }

  private static LiveEntry entry(SubcloudId id, long epoch, SyncStatus status) {
    return new LiveEntry.OfKind(
        id,
        new SessionEpoch(1, epoch),
        1,
        Kind.PLATFORM,
        new KindStatus(status, new Revision(4), new Revision(4), "as told"),
        new LiveEntry.Confirmation(Duration.ZERO, false));
  }
}
