package io.murmuration.central.release.fetch;

import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.store.Change;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.util.List;

/**
 * Cuts fetches with the stream: when a revocation is read, at the latest a second after its commit.
 * On the change reader's thread; hands over and returns.
 */
public final class FetchCuts implements ChangeListener {
  private final FetchHandler fetches;

  public FetchCuts(FetchHandler fetches) {
    this.fetches = fetches;
  }

  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    for (var change : changes) {
      switch (change.what()) {
        case REVOCATION -> cut(change, "the enrolment was revoked");
        case SUBCLOUD_DELETED -> cut(change, "the subcloud was deleted");
        default -> {} // concerns no fetch
      }
    }
  }

  private void cut(Change change, String why) {
    fetches.cut(new SubcloudId(change.scope().scopeId()), why);
  }

  @Override
  public void reloaded(Revision appliedUpTo) {
    fetches.askAgain();
  }
}
