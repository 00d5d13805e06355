package io.murmuration.central.gateway.claim;

import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest claim of each subcloud at this node, and the newest withdrawal. A stream that is about
 * to open asks both, because either may have overtaken it on its way from the claim to its lane.
 * Thread-safe; one entry per subcloud.
 */
public final class Roster {
  private final Map<SubcloudId, SessionEpoch> newest = new ConcurrentHashMap<>();
  private final Map<SubcloudId, Revision> withdrawn = new ConcurrentHashMap<>();

  private final AtomicReference<Revision> reloaded = new AtomicReference<>(Revision.NONE);

  public void claimed(SubcloudId id, SessionEpoch epoch) {
    newest.merge(id, epoch, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  public boolean isNewest(SubcloudId id, SessionEpoch epoch) {
    return epoch.equals(newest.get(id));
  }

  /** An enrolment of the subcloud was revoked, or the subcloud deleted, by this change. */
  public void withdrawn(SubcloudId id, Revision change) {
    withdrawn.merge(id, change, Revision::max);
  }

  /**
   * @param seq the hub's sequence as the claim saw it: a claim that saw the withdrawal was checked
   *     after it
   */
  public boolean isWithdrawnAfter(SubcloudId id, Revision seq) {
    var change = withdrawn.get(id);
    return change != null && change.isAfter(seq);
  }

  /** Withdrawals up to this change may have been missed. */
  public void reloaded(Revision upTo) {
    reloaded.accumulateAndGet(upTo, Revision::max);
  }

  /** Whether a withdrawal after {@code seq} may have been missed. */
  public boolean isUncertainAfter(Revision seq) {
    return reloaded.get().isAfter(seq);
  }
}
