package io.murmuration.central.subcloud;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.central.group.GroupRepository;
import io.murmuration.central.group.SubcloudGroup;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.central.store.InventoryLock;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Use cases of subclouds, each one transaction. Thread-safe; blocks; refuses by {@link
 * RefusedException}.
 */
final class SubcloudService {
  private final Transactions transactions;
  private final Commits commits;
  private final Creation creation;
  private final List<SubcloudDeletion> deletions;
  private final ChangeNudge nudge;
  private final SubcloudRepository subclouds = new SubcloudRepository();
  private final SubcloudWriteRepository writes = new SubcloudWriteRepository();
  private final GroupRepository groups = new GroupRepository();

  SubcloudService(
      Transactions transactions,
      Commits commits,
      Creation creation,
      List<SubcloudDeletion> deletions,
      ChangeNudge nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.creation = creation;
    this.deletions = List.copyOf(deletions);
    this.nudge = nudge;
  }

  /** Refuses with 404 if there is no such subcloud. */
  void requireExists(Lookup which) {
    transactions.inTx(tx -> subclouds.find(tx, which).orElseThrow(SubcloudService::notFound));
  }

  /** The row id of a group; empty if there is none. */
  Optional<Long> groupId(ResourceRef group) {
    return transactions.inTx(tx -> groups.find(tx, group)).map(found -> (long) found.id());
  }

  Subcloud create(Request request, CreateForm form) {
    return write(
        request,
        tx -> {
          var id = writes.insert(tx, creation.check(tx, form));
          var after = found(tx, id);
          var seq = Changes.append(tx, ChangeKind.SUBCLOUD, scope(id));
          audit(tx, request, "create subcloud", seq, null, after);
          return after;
        });
  }

  Subcloud update(Request request, Lookup which, UpdateForm form, boolean fromPeer) {
    return write(
        request,
        tx -> {
          var before = subclouds.lock(tx, which).orElseThrow(SubcloudService::notFound);
          var group = group(tx, form.group());
          return switch (SubcloudRules.update(before, form, group, fromPeer)) {
            case SubcloudRules.Decision.No(var error) -> throw new RefusedException(error);
            case SubcloudRules.Decision.Yes(var change) -> change(tx, request, before, change);
          };
        });
  }

  private Subcloud change(Tx tx, Request request, Subcloud before, SubcloudChange change) {
    if (change.isNothing()) {
      AuditTrail.record(tx, AuditEntry.of(request, verb(change), before.label()));
      return before;
    }
    refuseTakenName(tx, before.id(), change.name());
    writes.update(tx, before.id(), change);
    var after = found(tx, before.id());
    var seq = Changes.append(tx, ChangeKind.SUBCLOUD, scope(before.id()));
    if (after.groupId() != before.groupId()) {
      writes.moved(tx, before.id(), before.groupId(), after.groupId(), seq);
    }
    audit(tx, request, verb(change), seq, before, after);
    return after;
  }

  void delete(Request request, Lookup which, boolean fromPeer) {
    write(
        request,
        tx -> {
          var before = subclouds.lock(tx, which).orElseThrow(SubcloudService::notFound);
          SubcloudRules.whyNotDelete(before, fromPeer)
              .ifPresent(error -> {
                throw new RefusedException(error);
              });
          deletions.forEach(other -> other.beforeDelete(tx, before.id()));
          writes.delete(tx, before.id());
          var seq = Changes.append(tx, ChangeKind.SUBCLOUD_DELETED, scope(before.id()));
          audit(tx, request, "delete subcloud", seq, before, null);
          return before;
        });
  }

  private interface Work {
    Subcloud run(Tx tx);
  }

  private Subcloud write(Request request, Work work) {
    var subcloud =
        commits.inTx(
            request.requestId(),
            tx -> {
              InventoryLock.take(tx);
              return work.run(tx);
            });
    nudge.nudge();
    return subcloud;
  }

  private @Nullable Integer group(Tx tx, @Nullable ResourceRef ref) {
    if (ref == null) {
      return null;
    }
    return groups
        .find(tx, ref)
        .map(SubcloudGroup::id)
        .orElseThrow(() ->
            new RefusedException(
                new ApiError.BadRequest(
                    "Invalid group: %s (expected: id or name of an existing group)"
                        .formatted(ref))));
  }

  private void refuseTakenName(Tx tx, SubcloudId self, @Nullable String name) {
    if (name != null && subclouds.isTaken(tx, name, self)) {
      throw new RefusedException(
          new ApiError.Unprocessable(
              "name: %s (expected: neither name nor region of another subcloud)".formatted(name)));
    }
  }

  private Subcloud found(Tx tx, SubcloudId id) {
    return subclouds.find(tx, id).orElseThrow(SubcloudService::notFound);
  }

  private static void audit(
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

  private static @Nullable String digest(@Nullable Subcloud subcloud) {
    return subcloud == null ? null : ContentDigest.of(SubcloudJson.of(subcloud, TimestampForm.T));
  }

  private static String verb(SubcloudChange change) {
    if (change.managed() == null) {
      return "update subcloud";
    }
    return change.managed() ? "manage subcloud" : "unmanage subcloud";
  }

  private static Scope scope(SubcloudId id) {
    return new Scope.Subcloud(id.value());
  }

  static RefusedException notFound() {
    return new RefusedException(new ApiError.NotFound("Subcloud not found"));
  }
}
