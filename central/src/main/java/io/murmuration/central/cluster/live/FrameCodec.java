package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveEntry.Confirmation;
import io.murmuration.central.cluster.LiveImage.Age;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Frames as bytes of our own, so that nodes of neighbouring versions understand each other and no
 * class of ours is serialised by name. First byte: version; a frame of another version is not read.
 */
public final class FrameCodec {
  private static final byte VERSION = 1;
  private static final int BATCH = 1;
  private static final int BEAT = 2;
  private static final int AGES = 3;
  private static final int KIND = 1;
  private static final int SITE = 2;

  private FrameCodec() {}

  public static byte[] encode(Frame frame) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      switch (frame) {
        case Frame.Batch(var sender, long sequence, var entries) -> {
          head(out, BATCH, sender);
          out.writeLong(sequence);
          out.writeInt(entries.size());
          for (var entry : entries) {
            entry(out, entry);
          }
        }
        case Frame.Beat(var sender, long sequence, boolean hasDatabase) -> {
          head(out, BEAT, sender);
          out.writeLong(sequence);
          out.writeBoolean(hasDatabase);
        }
        case Frame.Ages(var sender, var ages) -> {
          head(out, AGES, sender);
          out.writeInt(ages.size());
          for (var age : ages) {
            out.writeLong(age.id().value());
            out.writeUTF(age.kind().wireName());
            out.writeLong(age.age().toMillis());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("frame: not written to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Empty if it is not a frame that this build can read: the caller has missed something. */
  public static Optional<Frame> decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return in.readByte() == VERSION ? Optional.of(frame(in)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Frame frame(DataInputStream in) throws IOException {
    int type = in.readByte();
    var sender = new UUID(in.readLong(), in.readLong());
    return switch (type) {
      case BATCH -> new Frame.Batch(sender, in.readLong(), list(in, FrameCodec::entry));
      case BEAT -> new Frame.Beat(sender, in.readLong(), in.readBoolean());
      case AGES -> new Frame.Ages(sender, list(in, FrameCodec::age));
      default -> throw new IOException("frame type: " + type + " (expected: 1 to 3)");
    };
  }

  private static void head(DataOutputStream out, int type, UUID sender) throws IOException {
    out.writeByte(type);
    out.writeLong(sender.getMostSignificantBits());
    out.writeLong(sender.getLeastSignificantBits());
  }

  private static void entry(DataOutputStream out, LiveEntry entry) throws IOException {
    out.writeByte(entry instanceof LiveEntry.OfKind ? KIND : SITE);
    out.writeLong(entry.id().value());
    out.writeLong(entry.epoch().hubEpoch());
    out.writeLong(entry.epoch().number());
    switch (entry) {
      case LiveEntry.OfKind of -> {
        out.writeLong(of.generation());
        out.writeUTF(of.kind().wireName());
        out.writeUTF(of.status().status().wireName());
        out.writeLong(of.status().wanted().number());
        out.writeLong(of.status().held().number());
        text(out, of.status().reason());
        confirmation(out, of.confirmed());
      }
      case LiveEntry.OfSite of -> {
        out.writeBoolean(of.availability().online());
        out.writeInt(of.availability().failures());
        text(out, of.availability().reason());
      }
    }
  }

  private static LiveEntry entry(DataInputStream in) throws IOException {
    int type = in.readByte();
    var id = new SubcloudId(in.readLong());
    var epoch = new SessionEpoch(in.readLong(), in.readLong());
    return switch (type) {
      case KIND ->
          new LiveEntry.OfKind(id, epoch, in.readLong(), kind(in), status(in), confirmation(in));
      case SITE ->
          new LiveEntry.OfSite(
              id, epoch, new Availability(in.readBoolean(), in.readInt(), text(in)));
      default -> throw new IOException("entry type: " + type + " (expected: 1 or 2)");
    };
  }

  private static KindStatus status(DataInputStream in) throws IOException {
    return new KindStatus(
        SyncStatus.fromWireName(in.readUTF()),
        new Revision(in.readLong()),
        new Revision(in.readLong()),
        text(in));
  }

  private static Age age(DataInputStream in) throws IOException {
    return new Age(new SubcloudId(in.readLong()), kind(in), Duration.ofMillis(in.readLong()));
  }

  private static Kind kind(DataInputStream in) throws IOException {
    var name = in.readUTF();
    return Kind.fromWireName(name)
        .orElseThrow(() -> new IOException("kind: " + name + " (expected: a known one)"));
  }

  private static void confirmation(DataOutputStream out, @Nullable Confirmation confirmed)
      throws IOException {
    out.writeBoolean(confirmed != null);
    if (confirmed != null) {
      out.writeLong(confirmed.age().toMillis());
      out.writeBoolean(confirmed.atLeast());
    }
  }

  private static @Nullable Confirmation confirmation(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new Confirmation(Duration.ofMillis(in.readLong()), in.readBoolean())
        : null;
  }

  /** Reasons may be longer than {@code writeUTF} takes. */
  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static <T> List<T> list(DataInputStream in, Reading<T> reading) throws IOException {
    int size = in.readInt();
    var list = new ArrayList<T>();
    for (int i = 0; i < size; i++) {
      list.add(reading.read(in));
    }
    return list;
  }

  private interface Reading<T> {
    T read(DataInputStream in) throws IOException;
  }
}
