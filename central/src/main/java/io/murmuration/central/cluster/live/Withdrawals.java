package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.store.Change;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes out of the live image what was withdrawn by REST, which no session tells: a deleted
 * subcloud is not counted any more, a revoked one is offline under a new session epoch.
 *
 * @param reload asks for the image to be read anew, and why
 * @param reloadSome asks for what it holds of some subclouds to be read anew
 */
public record Withdrawals(
    LiveImage image, Consumer<String> reload, Consumer<Set<SubcloudId>> reloadSome)
    implements ChangeListener {
  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    var revoked = new HashSet<SubcloudId>();
    for (var change : changes) {
      if (change.what() == ChangeKind.SUBCLOUD_DELETED) {
        image.forget(new SubcloudId(change.scope().scopeId()));
      } else if (change.what() == ChangeKind.REVOCATION) {
        revoked.add(new SubcloudId(change.scope().scopeId()));
      }
    }
    if (!revoked.isEmpty()) {
      reloadSome.accept(revoked);
    }
  }

  @Override
  public void reloaded(Revision appliedUpTo) {
    reload.accept("changes were not read one by one");
  }
}
