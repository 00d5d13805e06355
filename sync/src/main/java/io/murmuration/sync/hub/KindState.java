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
 * @param attempts number of the last attempt; never repeated within a session
 * @param tries failures in a row
 * @param sendFull the next push carries everything
 * @param retryRefused the next push asks the agent to try refused items again
 * @param refusedAs the digest the site had when it last finished with refusals: as long as it keeps
 *     this digest, pushing again would change nothing
 * @param repairs when the last repairs of drift began (monotonic nanoseconds), newest last
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
    List<Long> repairs) {

  /** At the start of a session, before anything was observed. */
  public static KindState fresh(WantedSet wanted) {
    return new KindState(wanted, null, true, Phase.SETTLED, 0, 0, false, false, null, List.of());
  }

  /** The site has what is wanted, by digest, under a revision and history this hub knows. */
  public boolean isAsWanted() {
    return holding != null
        && ancestor
        && wanted.digest().equals(holding.digest())
        && !wanted.revision().isAfter(holding.revision());
  }

  /** The site holds another history and other contents: only a person may decide which is right. */
  public boolean isConflict() {
    return holding != null
        && !ancestor
        && holding.digest() != null
        && !wanted.digest().equals(holding.digest());
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
        repairs);
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
        repairs);
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
        repairs);
  }

  KindState inFlight(long attempt) {
    return new KindState(
        wanted,
        holding,
        ancestor,
        new Phase.InFlight(attempt, wanted.revision(), wanted.digest(), false),
        attempt,
        tries,
        sendFull,
        retryRefused,
        refusedAs,
        repairs);
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
        repairs);
  }

  KindState asking(boolean full, boolean retry) {
    return new KindState(
        wanted, holding, ancestor, phase, attempts, tries, full, retry, refusedAs, repairs);
  }

  KindState refusedAs(@Nullable Digest next) {
    return new KindState(
        wanted, holding, ancestor, phase, attempts, tries, sendFull, retryRefused, next, repairs);
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
        List.copyOf(next));
  }
}
