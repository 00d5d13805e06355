package io.murmuration.proto.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Item;
import io.murmuration.proto.ItemKey;
import io.murmuration.proto.Push;
import io.murmuration.proto.PushBody;
import io.murmuration.proto.canonical.PushAssembly.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushPartsTest {
  private static final PushBody LARGE = body(10_000, 1_024, 500);

  @Test
  void tenThousandItemsGoInFramesBelowTheBoundAndComeOutEqual() throws Exception {
    var frames = frames(LARGE, 7);
    assertThat(frames).hasSizeGreaterThan(10);
    assertThat(frames)
        .allSatisfy(frame ->
            assertThat(HubFrame.newBuilder().setPush(frame).build().getSerializedSize())
                .isLessThan(PushParts.MAX_FRAME_BYTES));

    var assembly = new PushAssembly();
    for (var frame : frames.subList(0, frames.size() - 1)) {
      assertThat(assembly.add(frame)).isInstanceOf(Outcome.Incomplete.class);
    }
    var complete = (Outcome.Complete) assembly.add(frames.getLast());
    assertThat(PushParts.join(complete.bodies())).isEqualTo(LARGE);
    assertThat(complete.header().getAttempt()).isEqualTo(7);
  }

  @Test
  void aSmallBodyIsOnePart() throws Exception {
    var body = body(1, 100, 0);
    assertThat(PushParts.split(body)).containsExactly(body.toByteString());
    assertThat(PushParts.split(PushBody.getDefaultInstance())).containsExactly(ByteString.EMPTY);
    var complete = (Outcome.Complete) new PushAssembly().add(frames(body, 1).getFirst());
    assertThat(PushParts.join(complete.bodies())).isEqualTo(body);
  }

  @Test
  void theLongestPayloadUnderTheLongestKeyFitsAFrame() {
    var item =
        item("n".repeat(PushParts.MAX_KEY_BYTES - 3), PushParts.MAX_PAYLOAD_BYTES)
            .setRevision(Long.MAX_VALUE);
    var frames =
        frames(PushBody.newBuilder().addItems(item).addItems(item).build(), Long.MAX_VALUE);
    assertThat(frames).hasSize(2);
    assertThat(frames)
        .allSatisfy(frame ->
            assertThat(HubFrame.newBuilder().setPush(frame).build().getSerializedSize())
                .isLessThanOrEqualTo(PushParts.MAX_FRAME_BYTES));
  }

  @Test
  void anItemLongerThanAFrameIsABugOfTheCaller() {
    var body = PushBody.newBuilder().addItems(item("a", PushParts.MAX_FRAME_BYTES)).build();
    assertThatThrownBy(() -> PushParts.split(body)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMissingRepeatedOrForeignPartBreaksThePush() {
    var frames = frames(LARGE, 7);
    var other = frames(LARGE, 8);

    assertThat(assembled(frames.get(1))).isInstanceOf(Outcome.Broken.class);
    assertThat(assembled(frames.get(0), frames.get(2))).isInstanceOf(Outcome.Broken.class);
    assertThat(assembled(frames.get(0), frames.get(1), frames.get(1)))
        .isEqualTo(new Outcome.Broken(7, "part 1 of " + frames.size() + ": expected part 2"));
    assertThat(assembled(frames.get(0), other.get(1)))
        .isEqualTo(
            new Outcome.Broken(
                8,
                "part 1 of "
                    + frames.size()
                    + ": belongs to another push than the parts before it"));
  }

  @Test
  void aNewFirstPartStartsOver() {
    var frames = frames(LARGE, 7);
    var later = new ArrayList<>(frames.subList(0, 3));
    later.addAll(frames(LARGE, 8));
    var last = assembled(later.toArray(Push[]::new));
    assertThat(((Outcome.Complete) last).header().getAttempt()).isEqualTo(8);
  }

  @Test
  void aPushThatNeverEndsIsCutAtItsBound() {
    var part = ByteString.copyFrom(new byte[1 << 20]);
    var assembly = new PushAssembly();
    Outcome outcome = new Outcome.Incomplete();
    int number = 0;
    while (outcome instanceof Outcome.Incomplete && number < 1_000) {
      outcome =
          assembly.add(
              Push.newBuilder()
                  .setAttempt(1)
                  .setPart(number++)
                  .setParts(100_000)
                  .setBody(part)
                  .build());
    }
    assertThat(outcome).isInstanceOf(Outcome.Broken.class);
    assertThat(number).isEqualTo(65);
  }

  private static Outcome assembled(Push... frames) {
    var assembly = new PushAssembly();
    Outcome last = new Outcome.Incomplete();
    for (var frame : frames) {
      last = assembly.add(frame);
    }
    return last;
  }

  private static List<Push> frames(PushBody body, long attempt) {
    var bodies = PushParts.split(body);
    var frames = new ArrayList<Push>();
    for (var part : bodies) {
      frames.add(
          Push.newBuilder()
              .setAttempt(attempt)
              .setKind("kube-rootca")
              .setFromRevision(Long.MAX_VALUE)
              .setToRevision(Long.MAX_VALUE)
              .setFull(true)
              .setRetryRefused(true)
              .setToDigest(ByteString.copyFrom(new byte[32]))
              .setPart(frames.size())
              .setParts(bodies.size())
              .setBody(part)
              .build());
    }
    return frames;
  }

  private static PushBody body(int items, int bytes, int deletions) {
    var body = PushBody.newBuilder();
    for (int i = 0; i < items; i++) {
      body.addItems(item("item-" + i, bytes));
    }
    for (int i = 0; i < deletions; i++) {
      body.addDeletions(ItemKey.newBuilder().setType("dns").setName("gone-" + i));
    }
    return body.build();
  }

  private static Item.Builder item(String name, int bytes) {
    return Item.newBuilder()
        .setKey(ItemKey.newBuilder().setType("dns").setName(name))
        .setPayload(ByteString.copyFrom(new byte[bytes]));
  }
}
