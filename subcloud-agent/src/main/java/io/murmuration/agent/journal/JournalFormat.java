package io.murmuration.agent.journal;

import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.model.Revision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The bytes of a journal file, version 1; {@link LedgerFormat} has those of the operations.
 *
 * <pre>
 *   murmuration-journal 1 crc32c=HHHHHHHH bytes=N      the checksum covers the N bytes after this line
 *   platform held=r17 items=3 refusals=0               for the eyes only
 *   …                                                  binary, big endian; texts with their length
 * </pre>
 */
final class JournalFormat {
  private static final String MAGIC = "murmuration-journal ";
  private static final String VERSION = "1";

  private JournalFormat() {}

  static byte[] encodeAgent(String id, long dial) {
    var out = new Bytes(128);
    out.line("agent journal=" + id + " dial=" + dial);
    out.text(id);
    out.number(dial);
    return sealed(out);
  }

  static byte[] encodeKind(Kind kind, SiteJournal.Entry entry) {
    var journal = entry.journal();
    int size = 256;
    for (var item : journal.wanted().entrySet()) {
      size += 64 + item.getValue().size();
    }
    var out = new Bytes(size);
    out.line(
        kind
            + " held="
            + journal.held()
            + " items="
            + journal.wanted().size()
            + " refusals="
            + journal.refusals().size());
    out.text(kind.wireName());
    out.number(journal.held().number());
    out.number(journal.lineage().hubEpoch());
    out.text(journal.lineage().name());
    out.number(entry.digestKeyId());
    out.number(journal.wanted().size());
    journal
        .wanted()
        .forEach((key, payload) -> {
          out.text(key.type());
          out.text(key.name());
          out.bytes(payload.bytes());
        });
    out.number(journal.refusals().size());
    journal
        .refusals()
        .forEach((key, refusal) -> {
          out.text(key.type());
          out.text(key.name());
          out.bytes(refusal.item().bytes());
          out.text(refusal.why());
        });
    return sealed(out);
  }

  /** Journal id and dial number. */
  record AgentFile(String id, long dial) {}

  static AgentFile decodeAgent(Path file, byte[] content) throws CorruptJournalException {
    var in = opened(file, content);
    return read(file, () -> new AgentFile(text(in), in.getLong()));
  }

  static SiteJournal.Entry decodeKind(Path file, Kind kind, byte[] content)
      throws CorruptJournalException {
    var in = opened(file, content);
    return read(
        file,
        () -> {
          var name = text(in);
          if (!name.equals(kind.wireName())) {
            throw new IllegalArgumentException("holds kind " + name);
          }
          var held = new Revision(in.getLong());
          var lineage = new Lineage(in.getLong(), text(in));
          int keyId = (int) in.getLong();
          var wanted = new TreeMap<ItemKey, Payload>();
          for (long left = in.getLong(); left > 0; left--) {
            wanted.put(new ItemKey(text(in), text(in)), Payload.of(bytes(in)));
          }
          var refusals = new TreeMap<ItemKey, Refusal>();
          for (long left = in.getLong(); left > 0; left--) {
            var key = new ItemKey(text(in), text(in));
            refusals.put(key, new Refusal(key, Digest.of(bytes(in)), text(in)));
          }
          return new SiteJournal.Entry(new KindJournal(held, lineage, wanted, refusals), keyId);
        });
  }

  static byte[] sealed(Bytes body) {
    var header =
        (MAGIC
                + VERSION
                + " crc32c="
                + hex(crc(body.array, 0, body.length))
                + " bytes="
                + body.length
                + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    var file = new byte[header.length + body.length];
    System.arraycopy(header, 0, file, 0, header.length);
    System.arraycopy(body.array, 0, file, header.length, body.length);
    return file;
  }

  /** Checks header and checksum; positioned behind the line for the eyes. */
  static ByteBuffer opened(Path file, byte[] content) throws CorruptJournalException {
    int end = lineEnd(content, 0);
    var header = new String(content, 0, Math.max(end, 0), StandardCharsets.ISO_8859_1);
    if (end < 0 || !header.startsWith(MAGIC)) {
      throw new CorruptJournalException(file, "does not start as a journal");
    }
    var version = header.substring(MAGIC.length()).split(" ", 2)[0];
    if (!version.equals(VERSION)) {
      throw new CorruptJournalException(
          file, "has format " + version + ", this agent reads format " + VERSION);
    }
    int start = end + 1;
    var expected =
        MAGIC
            + VERSION
            + " crc32c="
            + hex(crc(content, start, content.length - start))
            + " bytes="
            + (content.length - start);
    if (!header.equals(expected)) {
      throw new CorruptJournalException(
          file, "is torn or was changed: it says \"" + header + "\" and has \"" + expected + "\"");
    }
    int eyes = lineEnd(content, start);
    if (eyes < 0) {
      throw new CorruptJournalException(file, "ends within its second line");
    }
    return ByteBuffer.wrap(content, eyes + 1, content.length - eyes - 1);
  }

  static <T> T read(Path file, java.util.function.Supplier<T> reader)
      throws CorruptJournalException {
    try {
      return reader.get();
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      throw new CorruptJournalException(file, "cannot be understood: " + e.getMessage());
    }
  }

  private static int lineEnd(byte[] content, int from) {
    for (int i = from; i < content.length; i++) {
      if (content[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  static String text(ByteBuffer in) {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a length of " + length);
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static int crc(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  private static String hex(int value) {
    return java.util.HexFormat.of().toHexDigits(value);
  }

  /** A growing buffer; {@code DataOutputStream} would take a lock per byte. */
  static final class Bytes {
    private byte[] array;
    private int length;

    Bytes(int capacity) {
      array = new byte[capacity];
    }

    void line(String text) {
      raw((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void text(String text) {
      bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
      raw(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      raw(bytes);
    }

    void number(long number) {
      raw(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    private void raw(byte[] bytes) {
      if (length + bytes.length > array.length) {
        array = java.util.Arrays.copyOf(array, Math.max(2 * array.length, length + bytes.length));
      }
      System.arraycopy(bytes, 0, array, length, bytes.length);
      length += bytes.length;
    }
  }
}
