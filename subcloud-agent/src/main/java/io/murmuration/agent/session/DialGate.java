package io.murmuration.agent.session;

/** Lets a bounded number of dials be under way at once. Thread-safe. */
public interface DialGate {
  /** Every dial at once: for an agent alone in its process. */
  DialGate OPEN =
      new DialGate() {
        @Override
        public void acquire(Runnable granted) {
          granted.run();
        }

        @Override
        public void release() {}
      };

  /** Calls {@code granted}, now or later, on any thread. */
  void acquire(Runnable granted);

  /** After each grant once: the dial succeeded or failed. */
  void release();
}
