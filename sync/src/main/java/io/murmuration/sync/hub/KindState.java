package io.murmuration.sync.hub;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.resource.WantedSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a session knows of one kind. Immutable.
 *
 * @param ancestor whether the holding belongs to a history this hub knows (if not, it is a conflict
 *     unless the digests agree)
 * @param attempts number of the last attempt; never repeated, not even by a later session (the lane
 *     begins each session at a number of its own), so that an answer to a push of an earlier stream
 *     is never taken for the answer to a push of this one
 * @param tries failures in a row
 * @param sendFull the next push carries everything
 * @param retryRefused the next push asks the agent to try refused items again
 * @param refusedAs the digest the site had when it last finished with refusals: as long as it keeps
 *     this digest, pushing again would change nothing
 * @param repairs when the last repairs of drift began (monotonic nanoseconds), newest last
 * @param doubt why the last observation is not to be relied on (too old, or the site could not be
 *     read since), in words for an operator; null if it is
 */
public record KindState(
    WantedSet wanted,
    @Nullable Holding holding,
    boolean ancestor,
    Phase phase,
    long attempts,
    int tries,
    boolean sendFull,
    boolean retryRefused,
    @Nullable Digest refusedAs,
    List<Long> repairs,
    @Nullable String doubt) {

  /** At the start of a session, before anything was observed. */
  public static KindState fresh(WantedSet wanted, long attempts) {
    return new KindState(
        wanted, null, true, Phase.SETTLED, attempts, 0, false, false, null, List.of(), null);
  }

  /** The site has what is wanted, by digest, under a revision and history this hub knows. */
  public boolean isAsWanted() {
    return holding != null
        && ancestor
        && wanted.digest().equals(holding.digest())
        && !wanted.revision().isAfter(holding.revision());
  }

  /** As wanted, but for items whose drift is only reported. */
  public boolean isDrifted() {
    return isAsWanted() && holding != null && !holding.reported().isEmpty();
  }

  /**
   * The site holds a later revision than this node has read: the node is behind, not the site.
   * Nothing is pushed until the node has caught up.
   */
  public boolean isAhead() {
    return holding != null && ancestor && holding.revision().isAfter(wanted.revision());
  }

  /** The site holds another history and other contents: only a person may decide which is right. */
  public boolean isConflict() {
    return holding != null
        && !ancestor
        && holding.digest() != null
        && !wanted.digest().equals(holding.digest());
  }

  /** A conflict about which nobody has decided. */
  public boolean isHeldByConflict(Inputs inputs) {
    return isConflict() && !inputs.overridden().contains(wanted.kind());
  }

  /** The site finished this wanted revision with refusals and has not moved since. */
  public boolean isRefused() {
    return holding != null
        && ancestor
        && !retryRefused
        && !holding.refusals().isEmpty()
        && !wanted.revision().isAfter(holding.revision())
        && refusedAs != null
        && refusedAs.equals(holding.digest());
  }

  KindState phase(Phase next) {
    return new KindState(
        wanted,
        holding,
        ancestor,
        next,
        attempts,
        tries,
        sendFull,
        retryRefused,
        refusedAs,
        repairs,
        doubt);
  }

  KindState wanted(WantedSet next) {
    return new KindState(
        next,
        holding,
        ancestor,
        phase,
        attempts,
        tries,
        sendFull,
        retryRefused,
        refusedAs,
        repairs,
        doubt);
  }

  KindState seen(Holding next, boolean isAncestor) {
    return new KindState(
        wanted,
        next,
        isAncestor,
        phase,
        attempts,
        tries,
        sendFull,
        retryRefused,
        refusedAs,
        repairs,
        doubt);
  }

  KindState inFlight(long attempt) {
    return new KindState(
        wanted,
        holding,
        ancestor,
        new Phase.InFlight(attempt, wanted.revision(), wanted.digest(), false, retryRefused),
        attempt,
        tries,
        sendFull,
        false,
        refusedAs,
        repairs,
        doubt);
  }

  KindState tries(int next) {
    return new KindState(
        wanted,
        holding,
        ancestor,
        phase,
        attempts,
        next,
        sendFull,
        retryRefused,
        refusedAs,
        repairs,
        doubt);
  }

  KindState asking(boolean full, boolean retry) {
    return new KindState(
        wanted, holding, ancestor, phase, attempts, tries, full, retry, refusedAs, repairs, doubt);
  }

  KindState refusedAs(@Nullable Digest next) {
    return new KindState(
        wanted,
        holding,
        ancestor,
        phase,
        attempts,
        tries,
        sendFull,
        retryRefused,
        next,
        repairs,
        doubt);
  }

  KindState repairs(List<Long> next) {
    return new KindState(
        wanted,
        holding,
        ancestor,
        phase,
        attempts,
        tries,
        sendFull,
        retryRefused,
        refusedAs,
        List.copyOf(next),
        doubt);
  }

  KindState doubt(@Nullable String next) {
    return new KindState(
        wanted,
        holding,
        ancestor,
        phase,
        attempts,
        tries,
        sendFull,
        retryRefused,
        refusedAs,
        repairs,
        next);
  }
}
