package io.murmuration.central.subcloud;

import io.murmuration.central.api.Request;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How every change of the inventory is written: under the one lock, with an audit entry, and told
 * to the nodes after the commit. Thread-safe; blocks.
 */
final class InventoryWrites {
  private final Commits commits;
  private final ChangeNudge nudge;

  InventoryWrites(Commits commits, ChangeNudge nudge) {
    this.commits = commits;
    this.nudge = nudge;
  }

  /**
   * @param work must write the audit entry
   */
  Subcloud write(Request request, Function<Tx, Subcloud> work) {
    var subcloud = commits.changeInventory(request.requestId(), work);
    nudge.nudge();
    return subcloud;
  }

  /**
   * @param before null for a new subcloud
   * @param after null for a deleted one
   */
  static void audit(
      Tx tx,
      Request request,
      String what,
      Revision seq,
      @Nullable Subcloud before,
      @Nullable Subcloud after) {
    var target = after != null ? after.label() : before != null ? before.label() : "";
    AuditTrail.record(
        tx, AuditEntry.of(request, what, target).at(seq).with(digest(before), digest(after)));
  }

  static Scope scope(SubcloudId id) {
    return new Scope.Subcloud(id.value());
  }

  private static @Nullable String digest(@Nullable Subcloud subcloud) {
    return subcloud == null ? null : ContentDigest.of(SubcloudJson.of(subcloud, TimestampForm.T));
  }
}
