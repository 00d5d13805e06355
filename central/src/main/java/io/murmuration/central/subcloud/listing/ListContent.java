package io.murmuration.central.subcloud.listing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.murmuration.central.api.Content;
import java.util.List;

/** {@code {"subclouds":[…]}}, a row at a time. What a slow reader holds is the rows' pointers. */
final class ListContent implements Content {
  private static final byte[] HEAD = "{\"subclouds\":[".getBytes(US_ASCII);
  private static final byte[] TAIL = "]}".getBytes(US_ASCII);
  private static final byte[] COMMA = {','};

  private final List<Row> rows;
  private final Projection projection;
  private final long length;

  /**
   * @param rows must not change any more
   */
  ListContent(List<Row> rows, Projection projection) {
    this.rows = rows;
    this.projection = projection;
    var sum = new long[1];
    write((bytes, offset, more) -> sum[0] += more);
    this.length = sum[0];
  }

  @Override
  public long length() {
    return length;
  }

  List<Row> rows() {
    return rows;
  }

  private void write(Sink sink) {
    var cursor = open();
    boolean more = true;
    while (more) {
      more = cursor.next(sink);
    }
  }

  @Override
  public Cursor open() {
    return new Cursor() {
      private int at = -1;

      @Override
      public boolean next(Sink sink) {
        if (at > rows.size()) {
          return false;
        }
        if (at < 0) {
          sink.put(HEAD);
        } else if (at == rows.size()) {
          sink.put(TAIL);
        } else {
          row(at, sink);
        }
        at++;
        return true;
      }
    };
  }

  /** With the comma before it, if there is a row before it. */
  void row(int index, Sink sink) {
    if (index > 0) {
      sink.put(COMMA);
    }
    projection.write(rows.get(index), sink);
  }

  static byte[] head() {
    return HEAD.clone();
  }

  static byte[] tail() {
    return TAIL.clone();
  }
}
