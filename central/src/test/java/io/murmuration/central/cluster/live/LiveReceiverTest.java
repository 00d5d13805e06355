package io.murmuration.central.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.proto.cluster.LiveAge;
import io.murmuration.proto.cluster.LiveAges;
import io.murmuration.proto.cluster.LiveBatch;
import io.murmuration.proto.cluster.LiveBeat;
import io.murmuration.proto.cluster.LiveFrame;
import io.murmuration.proto.cluster.LiveStatement;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LiveReceiverTest {
  private static final UUID PEER = new UUID(0, 2);
  private static final SubcloudId ID = new SubcloudId(3);

  private long now;
  private final List<String> reloads = new ArrayList<>();
  private final List<Set<SubcloudId>> strangers = new ArrayList<>();
  private final LiveImage image = new LiveImage(new UUID(0, 1), () -> now);
  private final LiveReceiver receiver =
      new LiveReceiver(
          image,
          new LiveReceiver.Doubts() {
            @Override
            public void request(String why) {
              reloads.add(why);
            }

            @Override
            public void request(Set<SubcloudId> ids) {
              strangers.add(ids);
            }
          },
          () -> now);

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
  void whatCannotBeReadMeansReloadButNotAtEachFrame() {
    var unreadable =
        List.of(
            new byte[] {99, 1, 2},
            new byte[] {},
            frame().setFormat(2).build().toByteArray(),
            frame().setSender(ByteString.copyFromUtf8("short")).build().toByteArray(),
            frame().setAges(age(-1)).build().toByteArray(),
            frame()
                .setBatch(LiveBatch.newBuilder().addEntries(LiveStatement.getDefaultInstance()))
                .build()
                .toByteArray());
    for (var bytes : unreadable) {
      reloads.clear();
      receiver.receive(bytes);
      receiver.receive(bytes);
      assertThat(reloads).containsExactly("a frame of another version");
      now += Duration.ofSeconds(10).toNanos();
    }
  }

  /** What a newer node adds is left unread; what it says besides counts. */
  @Test
  void additionsOfANewerNodeAreLeftUnread() {
    var addition = UnknownFieldSet.newBuilder();
    addition.addField(99, UnknownFieldSet.Field.newBuilder().addVarint(7).build());
    var beat = frame().setBeat(LiveBeat.newBuilder().setHasDatabase(true));

    receiver.receive(frame().setUnknownFields(addition.build()).build().toByteArray());
    assertThat(receiver.somePeerHasDatabase()).isFalse();
    receiver.receive(beat.setUnknownFields(addition.build()).build().toByteArray());
    assertThat(receiver.somePeerHasDatabase()).isTrue();
    receiver.receive(frame().setAges(ofKind("weather")).build().toByteArray());
    assertThat(reloads).hasSize(1).first().asString().contains("first time");
  }

  @Test
  void subcloudThatNobodyNamedBeforeIsReadFromTheDatabase() {
    beat(0);
    batch(1);
    assertThat(image.knows(ID)).isFalse();
    assertThat(strangers).containsExactly(Set.of(ID));

    image.load(List.of(new LiveImage.Loaded(PEER, site(1, true))), now);
    now++;
    batch(2);
    assertThat(image.site(ID).orElseThrow().availability().online()).isFalse();
    assertThat(strangers).hasSize(1);
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

  private static LiveFrame.Builder frame() {
    var sender = ByteBuffer.allocate(16).putLong(0).putLong(2).flip();
    return LiveFrame.newBuilder().setFormat(1).setSender(ByteString.copyFrom(sender));
  }

  private static LiveAges.Builder ofKind(String kind) {
    return LiveAges.newBuilder().addAges(LiveAge.newBuilder().setSubcloud(3).setKind(kind));
  }

  private static LiveAges.Builder age(long millis) {
    return LiveAges.newBuilder()
        .addAges(LiveAge.newBuilder().setSubcloud(3).setKind("platform").setAgeMs(millis));
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
    return site(2, false);
  }

  private static LiveEntry site(long epoch, boolean online) {
    return new LiveEntry.OfSite(
        ID, new SessionEpoch(1, epoch), new Availability(online, online ? 0 : 2, "as told"));
  }
}
