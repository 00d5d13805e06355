package io.murmuration.central.subcloud;

import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.central.subcloud.address.FleetAddresses;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.stored.DocumentRepository;
import io.murmuration.central.subcloud.stored.DocumentSealer;
import io.murmuration.schema.tx.Transactions;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Wiring of the inventory's use cases, which share one view of the fleet's addresses.
 *
 * @param creation for every resource that adds subclouds
 */
public record Inventory(SubcloudRoutes routes, SubcloudCreation creation) {
  /**
   * What the inventory needs from outside.
   *
   * @param ids random ones, for region names
   * @param deletions what other features do before a subcloud goes
   */
  public record Ports(
      Transactions transactions,
      Commits commits,
      Supplier<UUID> ids,
      DocumentSealer sealer,
      DeployFiles deployFiles,
      List<SubcloudDeletion> deletions,
      ChangeNudge nudge) {
    public Ports {
      deletions = List.copyOf(deletions);
    }
  }

  public static Inventory open(SystemController controller, Ports ports) {
    var writes = new InventoryWrites(ports.commits(), ports.nudge());
    var documents = new DocumentRepository(ports.sealer());
    var addresses = new FleetAddresses();
    var creation =
        new SubcloudCreation(
            writes,
            new Creation(controller, ports.ids(), ports.deployFiles(), addresses),
            documents);
    var service =
        new SubcloudService(
            ports.transactions(), writes, controller, documents, addresses, ports.deletions());
    return new Inventory(new SubcloudRoutes(service, creation), creation);
  }
}
