package io.murmuration.central.subcloud.listing;

import io.murmuration.central.api.Content;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The list in gzip. Rows are packed in runs, each of which can be unpacked without the others (a
 * full flush ends it), so that a run of which no row has changed is packed once for all lists. All
 * runs together are one gzip member (RFC 1952), as clients expect it. Thread-safe.
 */
final class Packer {
  private static final int RUN = 128;

  /** Magic, deflate, no flags, no time, fastest, unknown system. */
  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

  /** An empty last block. */
  private static final byte[] LAST_BLOCK = {3, 0};

  private List<Run> runs = List.of();
  private @Nullable ListContent packedOf;
  private @Nullable Content packed;

  /** The plain list, packed. Takes as long as what changed since the last call. */
  synchronized Content pack(ListContent plain) {
    if (packed != null && plain == packedOf) {
      return packed;
    }
    var known = runs;
    var next = new ArrayList<Run>();
    try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      for (int from = 0; from < plain.rows().size(); from += RUN) {
        var rows = plain.rows().subList(from, Math.min(from + RUN, plain.rows().size()));
        int index = next.size();
        next.add(
            index < known.size() && known.get(index).isOf(rows)
                ? known.get(index)
                : Run.pack(deflater, plain, from, rows));
      }
      var made = together(deflater, plain, next);
      runs = next;
      packedOf = plain;
      packed = made;
      return made;
    }
  }

  /** Any content, packed at once. */
  static Content packWhole(Content plain) {
    try (var deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      var all = new ByteArrayOutputStream();
      var cursor = plain.open();
      boolean more = true;
      while (more) {
        more = cursor.next(all::write);
      }
      var pieces =
          List.of(GZIP_HEAD, flushed(deflater, all.toByteArray()), LAST_BLOCK, trailer(plain));
      return new Pieces(pieces);
    }
  }

  private static Content together(Deflater deflater, ListContent plain, List<Run> runs) {
    var pieces = new ArrayList<byte[]>();
    pieces.add(GZIP_HEAD);
    pieces.add(flushed(deflater, ListContent.head()));
    runs.forEach(run -> pieces.add(run.packed));
    pieces.add(flushed(deflater, ListContent.tail()));
    pieces.add(LAST_BLOCK);
    pieces.add(trailer(plain));
    return new Pieces(pieces);
  }

  private static byte[] trailer(Content plain) {
    var crc = new CRC32();
    var cursor = plain.open();
    boolean more = true;
    while (more) {
      more = cursor.next(crc::update);
    }
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) crc.getValue())
        .putInt((int) plain.length())
        .array();
  }

  private static byte[] flushed(Deflater deflater, byte[] plain) {
    deflater.reset();
    deflater.setInput(plain);
    var out = new ByteArrayOutputStream();
    var buffer = new byte[8_192];
    int length;
    do {
      length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
      out.write(buffer, 0, length);
    } while (length == buffer.length);
    return out.toByteArray();
  }

  /**
   * @param rows of which it was made, in order
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
  private record Run(List<Row> rows, byte[] packed) {
    static Run pack(Deflater deflater, ListContent plain, int from, List<Row> rows) {
      var text = new ByteArrayOutputStream();
      for (int i = 0; i < rows.size(); i++) {
        plain.row(from + i, text::write);
      }
      return new Run(List.copyOf(rows), flushed(deflater, text.toByteArray()));
    }

    boolean isOf(List<Row> others) {
      return rows.equals(others); // rows are compared by identity
    }
  }

  /** Several arrays one after the other. */
  private record Pieces(List<byte[]> pieces) implements Content {
    @Override
    public long length() {
      return pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    @Override
    public Cursor open() {
      var rest = pieces.iterator();
      return sink -> {
        if (!rest.hasNext()) {
          return false;
        }
        sink.put(rest.next());
        return true;
      };
    }
  }
}
