package io.murmuration.central.subcloud.listing;

import io.murmuration.central.api.Content;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest list's bytes, in blocks of rows, each put together once and sent to everybody as it
 * is. A reader of an older list takes the blocks of which no row has changed since and puts the
 * others together for itself, so that however many slow readers there are, and of however many
 * versions, one set of blocks is kept. Thread-safe.
 */
final class Blocks {
  private static final int ROWS = 128;

  private final Map<Integer, Block> blocks = new ConcurrentHashMap<>();
  private volatile @Nullable ListContent newest;

  /** The list in blocks; the newest one so far. */
  Content of(ListContent list) {
    newest = list;
    blocks.keySet().removeIf(index -> index * ROWS >= list.rows().size());
    return new InBlocks(list);
  }

  private byte[] block(int index, ListContent list) {
    int from = index * ROWS;
    var rows = list.rows().subList(from, Math.min(from + ROWS, list.rows().size()));
    var known = blocks.get(index);
    if (known != null && known.rows.equals(rows)) { // rows are compared by identity
      return known.bytes;
    }
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < rows.size(); i++) {
      list.row(from + i, bytes::write);
    }
    var made = new Block(List.copyOf(rows), bytes.toByteArray());
    if (list == newest) {
      blocks.put(index, made);
    }
    return made.bytes;
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
  private record Block(List<Row> rows, byte[] bytes) {}

  private final class InBlocks implements Content {
    private final ListContent list;

    InBlocks(ListContent list) {
      this.list = list;
    }

    @Override
    public long length() {
      return list.length();
    }

    @Override
    public Cursor open() {
      return new Cursor() {
        private int index = -1;

        @Override
        public boolean next(Sink sink) {
          int count = (list.rows().size() + ROWS - 1) / ROWS;
          if (index > count) {
            return false;
          }
          if (index < 0) {
            sink.put(ListContent.head());
          } else {
            sink.put(index == count ? ListContent.tail() : block(index, list));
          }
          index++;
          return true;
        }
      };
    }
  }
}
