package io.murmuration.central.subcloud;

import io.murmuration.central.alarm.AlarmRepository;
import io.murmuration.central.alarm.SiteFacts;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.group.GroupRepository;
import io.murmuration.central.group.SubcloudGroup;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.central.subcloud.address.FleetAddresses;
import io.murmuration.central.subcloud.bootstrap.AddressPlan;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.form.UpdateForm;
import io.murmuration.central.subcloud.stored.DocumentRepository;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Use cases of subclouds, each one transaction. Thread-safe; blocks; refuses by {@link
 * RefusedException}.
 */
final class SubcloudService {
  private final Transactions transactions;
  private final InventoryWrites inventory;
  private final SystemController controller;
  private final DocumentRepository documents;
  private final FleetAddresses addresses;
  private final List<SubcloudDeletion> deletions;
  private final SubcloudRepository subclouds = new SubcloudRepository();
  private final SubcloudWriteRepository writes = new SubcloudWriteRepository();
  private final GroupRepository groups = new GroupRepository();
  private final AlarmRepository alarms = new AlarmRepository();

  SubcloudService(
      Transactions transactions,
      InventoryWrites inventory,
      SystemController controller,
      DocumentRepository documents,
      FleetAddresses addresses,
      List<SubcloudDeletion> deletions) {
    this.transactions = transactions;
    this.inventory = inventory;
    this.controller = controller;
    this.documents = documents;
    this.addresses = addresses;
    this.deletions = List.copyOf(deletions);
  }

  /** Refuses with 404 if there is no such subcloud. */
  void requireExists(Lookup which) {
    if (transactions.statement(tx -> subclouds.find(tx, which)).isEmpty()) {
      throw notFound();
    }
  }

  /** What the site's agent told of it. */
  SiteFacts siteFacts(SubcloudId id) {
    return transactions.inTx(tx -> alarms.facts(tx, id));
  }

  /** The row id of a group; empty if there is none. */
  Optional<Long> groupId(ResourceRef group) {
    return transactions.statement(tx -> groups.find(tx, group)).map(found -> (long) found.id());
  }

  Subcloud update(Request request, Lookup which, UpdateForm form, boolean fromPeer) {
    return inventory.write(
        request,
        tx -> {
          var before = subclouds.lock(tx, which).orElseThrow(SubcloudService::notFound);
          var facts =
              new SubcloudRules.Facts(
                  controller,
                  form.network().isEmpty() ? new AddressPlan() : addresses.upToDate(tx),
                  group(tx, form.group()),
                  fromPeer);
          return switch (SubcloudRules.update(before, form, facts)) {
            case SubcloudRules.Decision.No(var error) -> throw new RefusedException(error);
            case SubcloudRules.Decision.Yes(var change, var kept) -> {
              documents.keep(tx, before.id(), kept);
              yield change(tx, request, before, change);
            }
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
    var seq = Changes.append(tx, ChangeKind.SUBCLOUD, InventoryWrites.scope(before.id()));
    if (after.groupId() != before.groupId()) {
      writes.moved(tx, before.id(), before.groupId(), after.groupId(), seq);
    }
    InventoryWrites.audit(tx, request, verb(change), seq, before, after);
    return after;
  }

  /**
   * What a certificate monitor says; news, old or not believed, it gets the same answer. Monitors
   * repeat themselves, so what is no news does not even wait for the inventory's lock.
   */
  void certificateStatus(Request request, Lookup which, SyncStatus status) {
    if (transactions.inTx(tx -> isNews(tx, found(tx, which), status))) {
      inventory.write(
          request,
          tx -> {
            var subcloud = subclouds.lock(tx, which).orElseThrow(SubcloudService::notFound);
            if (isNews(tx, subcloud, status)) {
              tell(tx, request, subcloud, status);
            }
            return subcloud;
          });
    }
  }

  private boolean isNews(Tx tx, Subcloud subcloud, SyncStatus status) {
    return SubcloudRules.mayBelieve(subcloud, status)
        && !writes.certificateStatus(tx, subcloud.id()).equals(Optional.of(status));
  }

  private void tell(Tx tx, Request request, Subcloud subcloud, SyncStatus status) {
    var before = writes.certificateStatus(tx, subcloud.id()).orElse(SyncStatus.UNKNOWN);
    writes.certificateStatus(tx, subcloud.id(), status);
    var seq = Changes.append(tx, ChangeKind.SUBCLOUD, InventoryWrites.scope(subcloud.id()));
    AuditTrail.record(
        tx,
        AuditEntry.of(
                request,
                "update dc-cert status to %s".formatted(status.wireName()),
                subcloud.label())
            .at(seq)
            .with(ContentDigest.of(before.wireName()), ContentDigest.of(status.wireName())));
  }

  void delete(Request request, Lookup which, boolean fromPeer) {
    inventory.write(
        request,
        tx -> {
          var before = subclouds.lock(tx, which).orElseThrow(SubcloudService::notFound);
          SubcloudRules.whyNotDelete(before, fromPeer)
              .ifPresent(error -> {
                throw new RefusedException(error);
              });
          deletions.forEach(other -> other.beforeDelete(tx, before.id()));
          writes.delete(tx, before.id());
          var seq =
              Changes.append(tx, ChangeKind.SUBCLOUD_DELETED, InventoryWrites.scope(before.id()));
          InventoryWrites.audit(tx, request, "delete subcloud", seq, before, null);
          return before;
        });
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

  private Subcloud found(Tx tx, Lookup which) {
    return subclouds.find(tx, which).orElseThrow(SubcloudService::notFound);
  }

  private Subcloud found(Tx tx, SubcloudId id) {
    return subclouds.find(tx, id).orElseThrow(SubcloudService::notFound);
  }

  private static String verb(SubcloudChange change) {
    var verb = change.managed() == null ? "update" : change.managed() ? "manage" : "unmanage";
    // only this tells of new secrets: digests are of what is shown
    return verb + (change.dataInstall() == null ? " subcloud" : " subcloud with install_values");
  }

  static RefusedException notFound() {
    return new RefusedException(new ApiError.NotFound("Subcloud not found"));
  }
}
