package io.murmuration.agent.release;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Optional;

/** The way to the hub's artefacts. Thread-safe. */
public interface ArtefactSource {
  /** Asks for the bytes from an offset on; what goes wrong is told by {@link Chunks#next}. */
  Chunks open(String sha256, long offset);

  /** Bytes as they come. One thread; closing it early tells the hub to stop. */
  interface Chunks extends AutoCloseable {
    /**
     * Blocks, within a bound.
     *
     * @return empty: this was all
     */
    Optional<Chunk> next() throws BrokenException, InterruptedException;

    @Override
    void close();
  }

  /**
   * @param total bytes of the artefact
   */
  record Chunk(long offset, ByteString data, long total) {}

  /** Nothing more comes on this stream. Words for an operator. */
  final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean forGood;
    private final transient Duration retryAfter;

    /**
     * @param forGood asking again helps nobody
     * @param retryAfter not before this; zero if nobody said
     */
    public BrokenException(String why, boolean forGood, Duration retryAfter) {
      super(why);
      this.forGood = forGood;
      this.retryAfter = retryAfter;
    }

    boolean isForGood() {
      return forGood;
    }

    Duration retryAfter() {
      return retryAfter;
    }
  }
}
