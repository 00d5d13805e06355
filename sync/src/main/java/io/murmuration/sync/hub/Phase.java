package io.murmuration.sync.hub;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Revision;

/** Where the work on one kind of one connected subcloud stands. */
public sealed interface Phase {

  /** Nothing is under way: the site is as wanted, or nothing may or can be done about it now. */
  record Settled() implements Phase {
    @Override
    public boolean holdsPermit() {
      return false;
    }
  }

  /**
   * The site was asked what it has, because nothing comparable is known. Asked again if no
   * comparable answer comes: a question may be lost in a full stream, an answer may carry no
   * digest.
   */
  record Asking() implements Phase {
    @Override
    public boolean holdsPermit() {
      return false;
    }
  }

  /** There is something to push; waits for a permit. */
  record Queued() implements Phase {
    @Override
    public boolean holdsPermit() {
      return false;
    }
  }

  /** A permit came but the stream does not take data: waits until it does. Holds no permit. */
  record Blocked() implements Phase {
    @Override
    public boolean holdsPermit() {
      return false;
    }
  }

  /**
   * A push is on its way or being applied.
   *
   * @param parked the permit was handed back because the answer takes long
   * @param retried the push asks the agent to try refused items again
   */
  record InFlight(long attempt, Revision to, Digest target, boolean parked, boolean retried)
      implements Phase {
    @Override
    public boolean holdsPermit() {
      return !parked;
    }

    InFlight park() {
      return new InFlight(attempt, to, target, true, retried);
    }
  }

  /**
   * The last attempt failed; waits before the next one.
   *
   * @param quiet nothing failed that anybody is to be called for
   */
  record BackingOff(long attempt, String reason, boolean quiet) implements Phase {
    BackingOff(long attempt, String reason) {
      this(attempt, reason, false);
    }

    @Override
    public boolean holdsPermit() {
      return false;
    }
  }

  Phase SETTLED = new Settled();
  Phase ASKING = new Asking();
  Phase QUEUED = new Queued();
  Phase BLOCKED = new Blocked();

  /**
   * Whether a permit is held in this phase. Not a default method: an interface that has one is
   * initialised together with its records, and two lanes that start at once could deadlock on that.
   */
  boolean holdsPermit();
}
