package io.murmuration.central.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LiveReceiverTest {
  private static final UUID PEER = new UUID(0, 2);
  private static final SubcloudId ID = new SubcloudId(3);

  private long now;
  private final List<String> reloads = new ArrayList<>();
  private final LiveImage image = new LiveImage(new UUID(0, 1), () -> now);
  private final LiveReceiver receiver = new LiveReceiver(image, reloads::add, () -> now);

  @Test
  void nodeHeardForTheFirstTimeMeansReload() {
    beat(0);
    batch(1);
    batch(2);
    assertThat(reloads).hasSize(1);
  }

  @Test
  void missingBatchMeansReload() {
    beat(0);
    batch(2);
    assertThat(reloads).hasSize(2);
    assertThat(reloads.getLast()).contains("1 to 1");
  }

  @Test
  void lostLastBatchIsNoticedByTheBeat() {
    beat(0);
    batch(1);
    beat(3);
    assertThat(reloads).hasSize(2);
    beat(3);
    assertThat(reloads).hasSize(2);
  }

  @Test
  void repeatedBatchIsIgnored() {
    beat(0);
    batch(1);
    batch(1);
    assertThat(reloads).hasSize(1);
  }

  @Test
  void frameOfAnotherVersionMeansReload() {
    receiver.receive(new byte[] {99, 1, 2});
    receiver.receive(new byte[] {});
    receiver.receive(new byte[] {1, 1});
    assertThat(reloads).hasSize(3);
  }

  @Test
  void silentPeerIsNotBelievedToHaveTheDatabase() {
    beat(0);
    assertThat(receiver.somePeerHasDatabase()).isTrue();
    now += Duration.ofSeconds(2).toNanos();
    assertThat(receiver.somePeerHasDatabase()).isFalse();
  }

  @Test
  void framesSurviveTheirEncoding() {
    var frames =
        List.of(
            new Frame.Batch(PEER, 7, List.of(kind(), site())),
            new Frame.Beat(PEER, 8, true),
            new Frame.Ages(
                PEER, List.of(new LiveImage.Age(ID, Kind.DC_CERT, Duration.ofMillis(5)))));
    for (var frame : frames) {
      assertThat(FrameCodec.decode(FrameCodec.encode(frame))).contains(frame);
    }
  }

  private void beat(long sequence) {
    receiver.receive(FrameCodec.encode(new Frame.Beat(PEER, sequence, true)));
  }

  private void batch(long sequence) {
    receiver.receive(FrameCodec.encode(new Frame.Batch(PEER, sequence, List.of(site()))));
  }

  private static LiveEntry kind() {
    return new LiveEntry.OfKind(
        ID,
        new SessionEpoch(1, 2),
        3,
        Kind.PLATFORM,
        new KindStatus(SyncStatus.OUT_OF_SYNC, new Revision(5), new Revision(4), "wärts"),
        null);
  }

  private static LiveEntry site() {
    return new LiveEntry.OfSite(ID, new SessionEpoch(1, 2), new Availability(false, 2, "down"));
  }
}
