package io.murmuration.central.api;

/** A content that lies in memory as a whole. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes are never changed
record BytesContent(byte[] bytes) implements Content {
  private static final int PIECE = 65_536;

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public Cursor open() {
    return new Cursor() {
      private int at;

      @Override
      public boolean next(Sink sink) {
        int length = Math.min(PIECE, bytes.length - at);
        sink.put(bytes, at, length);
        at += length;
        return length > 0;
      }
    };
  }

  @Override
  public String toString() {
    return "BytesContent[" + bytes.length + " bytes]";
  }
}
