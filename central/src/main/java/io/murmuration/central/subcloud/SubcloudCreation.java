package io.murmuration.central.subcloud;

import io.murmuration.central.api.Request;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.subcloud.order.SiteOrder;
import io.murmuration.central.subcloud.stored.DocumentRepository;

/**
 * The use case of adding a subcloud, for every resource that adds one. One transaction;
 * thread-safe; blocks; refuses by {@link io.murmuration.central.api.RefusedException}.
 */
public final class SubcloudCreation {
  private final InventoryWrites inventory;
  private final Creation creation;
  private final DocumentRepository documents;
  private final SubcloudRepository subclouds = new SubcloudRepository();
  private final SubcloudWriteRepository writes = new SubcloudWriteRepository();

  SubcloudCreation(InventoryWrites inventory, Creation creation, DocumentRepository documents) {
    this.inventory = inventory;
    this.creation = creation;
    this.documents = documents;
  }

  /** The subcloud as it was stored. */
  public Subcloud create(Request request, SiteOrder order) {
    return inventory.write(
        request,
        tx -> {
          var subcloud = creation.check(tx, order);
          var id = writes.insert(tx, subcloud);
          documents.keep(tx, id, subcloud.documents());
          var after = subclouds.find(tx, id).orElseThrow();
          var seq = Changes.append(tx, ChangeKind.SUBCLOUD, InventoryWrites.scope(id));
          InventoryWrites.audit(tx, request, "create subcloud", seq, null, after);
          return after;
        });
  }
}
