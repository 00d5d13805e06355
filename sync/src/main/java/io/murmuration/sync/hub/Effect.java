package io.murmuration.sync.hub;

import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.WantedSet;
import java.time.Duration;

/** What the machine wants done. The lane that performs it is dumb. */
public sealed interface Effect {
  /** Queue for a permit; a suspect (its last attempt failed) queues behind its own kind only. */
  record AskPermit(boolean suspect) implements Effect {}

  /** Leave the queue. */
  record WithdrawPermit() implements Effect {}

  record ReturnPermit() implements Effect {}

  /**
   * Send the difference from {@code from} to {@code wanted}, or everything. Arms the push time-outs
   * of the attempt.
   */
  record Push(long attempt, WantedSet wanted, Revision from, boolean full, boolean retryRefused)
      implements Effect {}

  /** Ask the site what it has. */
  record Ask() implements Effect {}

  /**
   * Call back with {@link KindEvent.RetryDue} after about this delay, jittered. Replaces whatever
   * was armed before.
   */
  record ArmRetry(long attempt, Duration delay) implements Effect {}

  /** Forget the timers of the last attempt. */
  record DisarmTimers() implements Effect {}
}
