package io.murmuration.central.group;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Use cases of groups, each one transaction. Thread-safe; blocks; refuses by {@link
 * RefusedException}.
 */
final class GroupService {
  private final Transactions transactions;
  private final Commits commits;
  private final GroupRepository groups;
  private final ChangeNudge nudge;

  GroupService(
      Transactions transactions, Commits commits, GroupRepository groups, ChangeNudge nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.groups = groups;
    this.nudge = nudge;
  }

  List<GroupRepository.Counted> list() {
    return transactions.inTx(groups::list);
  }

  SubcloudGroup show(ResourceRef ref) {
    return transactions.inTx(tx -> find(tx, ref));
  }

  SubcloudGroup create(Request request, GroupChange values) {
    return write(
        request,
        tx -> {
          refuseIf(GroupRules.whyNotCreate(namesake(tx, values)));
          return new Written(null, groups.insert(tx, values));
        });
  }

  /**
   * @param form read once the group is known to exist: an unknown one is told first
   */
  SubcloudGroup update(Request request, ResourceRef ref, Supplier<GroupChange> form) {
    return write(
        request,
        tx -> {
          var before = find(tx, ref);
          var values = form.get();
          refuseIf(GroupRules.whyNotUpdate(before, values, namesake(tx, values)));
          return new Written(before, groups.update(tx, before.id(), values));
        });
  }

  void delete(Request request, ResourceRef ref) {
    write(
        request,
        tx -> {
          var before = find(tx, ref);
          refuseIf(GroupRules.whyNotDelete(before, groups.countSubclouds(tx, before.id())));
          groups.delete(tx, before.id());
          return new Written(before, null);
        });
  }

  /** The group before and after; the one that is there names the target. */
  private record Written(@Nullable SubcloudGroup before, @Nullable SubcloudGroup after) {
    SubcloudGroup group() {
      if (after != null) {
        return after;
      }
      if (before != null) {
        return before;
      }
      throw new IllegalStateException("group: neither before nor after (expected: one of them)");
    }

    String verb() {
      if (before == null) {
        return "create";
      }
      return after == null ? "delete" : "update";
    }
  }

  private interface Work {
    Written run(Tx tx);
  }

  private SubcloudGroup write(Request request, Work work) {
    var group =
        commits.changeInventory(
            request.requestId(),
            tx -> {
              var written = work.run(tx);
              record(tx, request, written);
              return written.group();
            });
    nudge.nudge();
    return group;
  }

  private static void record(Tx tx, Request request, Written written) {
    var group = written.group();
    var entry =
        AuditEntry.of(
                request,
                written.verb() + " subcloud-group",
                "subcloud-group %s (%d)".formatted(group.name(), group.id()))
            .with(digest(written.before()), digest(written.after()));
    var seq = Changes.append(tx, ChangeKind.GROUP, new Scope.Group(group.id()));
    AuditTrail.record(tx, entry.at(seq));
  }

  private SubcloudGroup find(Tx tx, ResourceRef ref) {
    return groups
        .find(tx, ref)
        .orElseThrow(() -> new RefusedException(new ApiError.NotFound("Subcloud Group not found")));
  }

  private Optional<SubcloudGroup> namesake(Tx tx, GroupChange values) {
    return values.name() == null
        ? Optional.empty()
        : groups.find(tx, new ResourceRef.ByName(values.name()));
  }

  private static void refuseIf(Optional<ApiError> no) {
    no.ifPresent(error -> {
      throw new RefusedException(error);
    });
  }

  private static @Nullable String digest(@Nullable SubcloudGroup group) {
    return group == null ? null : ContentDigest.of(GroupJson.of(group));
  }
}
