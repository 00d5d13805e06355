package io.murmuration.central.release.fetch;

/** What is counted of fetches. Thread-safe. */
public interface FetchMetrics {
  FetchMetrics NONE =
      new FetchMetrics() {
        @Override
        public void sent(int bytes) {}

        @Override
        public void ended(End end) {}
      };

  /** How a fetch ended. */
  enum End {
    COMPLETE,
    /** The peer went away, or was too slow. */
    BROKEN,
    /** It was not the caller's, or too many were under way, or the file was not there. */
    REFUSED
  }

  void sent(int bytes);

  void ended(End end);
}
