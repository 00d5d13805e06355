package io.murmuration.central.api;

/**
 * The bytes of an answer that are put together while they are sent, no faster than the client takes
 * them: a thousand slow readers of a large list must not cost a thousand lists. Immutable, so that
 * what one client gets belongs together however long it takes.
 */
public interface Content {
  /** Bytes in all. */
  long length();

  /** Reads from the start; each cursor is for one thread. */
  Cursor open();

  /** Where one reader is. Never blocks: the event loop calls it. */
  interface Cursor {
    /** Hands on the next piece, some KiB; false if there is none any more. */
    boolean next(Sink sink);
  }

  /** Takes bytes that will never change: it may keep them as they are. */
  @FunctionalInterface
  interface Sink {
    void put(byte[] bytes, int offset, int length);

    default void put(byte[] bytes) {
      put(bytes, 0, bytes.length);
    }
  }

  /**
   * @param bytes must not change any more
   */
  static Content of(byte[] bytes) {
    return new BytesContent(bytes);
  }
}
