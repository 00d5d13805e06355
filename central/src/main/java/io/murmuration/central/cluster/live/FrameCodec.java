package io.murmuration.central.cluster.live;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveEntry.Confirmation;
import io.murmuration.central.cluster.LiveImage.Age;
import io.murmuration.proto.cluster.LiveAge;
import io.murmuration.proto.cluster.LiveAges;
import io.murmuration.proto.cluster.LiveBatch;
import io.murmuration.proto.cluster.LiveBeat;
import io.murmuration.proto.cluster.LiveFrame;
import io.murmuration.proto.cluster.LiveKind;
import io.murmuration.proto.cluster.LiveSite;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Frames as {@code live.proto} has them, so that nodes of neighbouring versions understand each
 * other and no class of ours is serialised by name.
 */
public final class FrameCodec {
  private static final int FORMAT = 1;
  private static final int UUID_BYTES = 16;

  private FrameCodec() {}

  public static byte[] encode(Frame frame) {
    var message = LiveFrame.newBuilder().setFormat(FORMAT).setSender(bytes(frame.sender()));
    switch (frame) {
      case Frame.Batch(_, long sequence, var entries) -> {
        var batch = LiveBatch.newBuilder().setSequence(sequence);
        entries.forEach(entry -> batch.addEntries(statement(entry)));
        message.setBatch(batch);
      }
      case Frame.Beat(_, long sequence, boolean hasDatabase) ->
          message.setBeat(
              LiveBeat.newBuilder().setSequence(sequence).setHasDatabase(hasDatabase));
      case Frame.Ages(_, var ages) -> {
        var all = LiveAges.newBuilder();
        ages.forEach(age -> all.addAges(age(age)));
        message.setAges(all);
      }
      case Frame.Unknown _ -> throw new IllegalArgumentException("nobody says: " + frame);
    }
    return message.build().toByteArray();
  }

  /** Empty if this build cannot read it: the caller has missed something. */
  public static Optional<Frame> decode(byte[] bytes) {
    try {
      var message = LiveFrame.parseFrom(bytes);
      return message.getFormat() == FORMAT ? Optional.of(frame(message)) : Optional.empty();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Frame frame(LiveFrame message) {
    var sender = uuid(message.getSender());
    return switch (message.getBodyCase()) {
      case BATCH ->
          new Frame.Batch(
              sender,
              message.getBatch().getSequence(),
              message.getBatch().getEntriesList().stream().flatMap(FrameCodec::entry).toList());
      case BEAT ->
          new Frame.Beat(
              sender, message.getBeat().getSequence(), message.getBeat().getHasDatabase());
      case AGES ->
          new Frame.Ages(
              sender, message.getAges().getAgesList().stream().flatMap(FrameCodec::age).toList());
      case BODY_NOT_SET -> new Frame.Unknown(sender);
    };
  }

  private static LiveStatement.Builder statement(LiveEntry entry) {
    var message =
        LiveStatement.newBuilder()
            .setSubcloud(entry.id().value())
            .setHubEpoch(entry.epoch().hubEpoch())
            .setSessionEpoch(entry.epoch().number());
    return switch (entry) {
      case LiveEntry.OfKind of -> message.setKind(kind(of));
      case LiveEntry.OfSite of ->
          message.setSite(
              LiveSite.newBuilder()
                  .setOnline(of.availability().online())
                  .setFailures(of.availability().failures())
                  .setReason(of.availability().reason()));
    };
  }

  private static LiveKind.Builder kind(LiveEntry.OfKind of) {
    var message =
        LiveKind.newBuilder()
            .setGeneration(of.generation())
            .setKind(of.kind().wireName())
            .setStatus(of.status().status().wireName())
            .setWantedRevision(of.status().wanted().number())
            .setHeldRevision(of.status().held().number())
            .setReason(of.status().reason());
    var confirmed = of.confirmed();
    return confirmed == null
        ? message
        : message
            .setConfirmedAgeMs(confirmed.age().toMillis())
            .setConfirmedOrLater(confirmed.atLeast());
  }

  /** None for a kind or a statement that this build does not know. */
  private static Stream<LiveEntry> entry(LiveStatement message) {
    var id = new SubcloudId(message.getSubcloud());
    var epoch = new SessionEpoch(message.getHubEpoch(), message.getSessionEpoch());
    return switch (message.getAboutCase()) {
      case KIND -> {
        var said = message.getKind();
        yield Kind.fromWireName(said.getKind()).stream()
            .map(kind ->
                new LiveEntry.OfKind(
                    id,
                    epoch,
                    said.getGeneration(),
                    kind,
                    new KindStatus(
                        SyncStatus.fromWireName(said.getStatus()),
                        new Revision(said.getWantedRevision()),
                        new Revision(said.getHeldRevision()),
                        said.getReason()),
                    said.hasConfirmedAgeMs()
                        ? new Confirmation(
                            notNegative(said.getConfirmedAgeMs()), said.getConfirmedOrLater())
                        : null));
      }
      case SITE -> {
        var said = message.getSite();
        yield Stream.of(
            new LiveEntry.OfSite(
                id,
                epoch,
                new Availability(said.getOnline(), said.getFailures(), said.getReason())));
      }
      case ABOUT_NOT_SET -> Stream.empty();
    };
  }

  private static LiveAge.Builder age(Age age) {
    return LiveAge.newBuilder()
        .setSubcloud(age.id().value())
        .setKind(age.kind().wireName())
        .setAgeMs(age.age().toMillis());
  }

  private static Stream<Age> age(LiveAge message) {
    return Kind.fromWireName(message.getKind()).stream()
        .map(kind ->
            new Age(
                new SubcloudId(message.getSubcloud()), kind, notNegative(message.getAgeMs())));
  }

  /** A look at a site that lies ahead would make it look fresh until then. */
  private static Duration notNegative(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("age: " + millis + " ms (expected: not negative)");
    }
    return Duration.ofMillis(millis);
  }

  private static ByteString bytes(UUID uuid) {
    var bytes = ByteBuffer.allocate(UUID_BYTES);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).flip();
    return ByteString.copyFrom(bytes);
  }

  private static UUID uuid(ByteString bytes) {
    if (bytes.size() != UUID_BYTES) {
      throw new IllegalArgumentException("sender: " + bytes.size() + " bytes (expected: 16)");
    }
    var buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
