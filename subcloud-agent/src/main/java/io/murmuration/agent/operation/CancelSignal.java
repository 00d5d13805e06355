package io.murmuration.agent.operation;

import java.time.Duration;

/** Whether somebody wants a run to stop. Thread-safe; once asked, it stays so. */
public interface CancelSignal {
  boolean isAsked();

  /**
   * Waits, but not beyond the wish to stop: the pause of a run that polls.
   *
   * @return whether it is asked
   * @throws InterruptedException if the agent stops
   */
  boolean await(Duration most) throws InterruptedException;
}
