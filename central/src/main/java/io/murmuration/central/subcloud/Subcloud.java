package io.murmuration.central.subcloud;

import io.murmuration.sync.model.SubcloudId;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subcloud as the inventory has it. Times are UTC. Statuses are the contract's texts, because
 * rows written by a newer node may hold values that this one does not know.
 *
 * @param online the agent's session says so
 */
public record Subcloud(
    SubcloudId id,
    String name,
    @Nullable String description,
    @Nullable String location,
    String softwareVersion,
    boolean managed,
    boolean online,
    String deployStatus,
    @Nullable String backupStatus,
    @Nullable LocalDateTime backupTime,
    String errorDescription,
    String regionName,
    ManagementNetwork network,
    boolean openstackInstalled,
    @Nullable String prestageStatus,
    @Nullable String prestageVersions,
    @Nullable String dataInstall,
    @Nullable String dataUpgrade,
    LocalDateTime createdAt,
    @Nullable LocalDateTime updatedAt,
    int groupId,
    @Nullable Integer peerGroupId,
    @Nullable String rehomeData) {

  /**
   * The primary addresses by which the site is reached, in canonical text.
   *
   * @param oamFamily {@code 4} or {@code 6}: of the primary OAM network
   */
  public record ManagementNetwork(
      String subnet,
      String startIp,
      String endIp,
      String gatewayIp,
      String systemControllerGatewayIp,
      String oamFamily) {}

  /** The status that says that something is under way and must end first; empty if nothing is. */
  Optional<String> transientState() {
    if (prestageStatus != null && DeployStatus.isTransientPrestage(prestageStatus)) {
      return Optional.of("prestage-status " + prestageStatus);
    }
    if (backupStatus != null && DeployStatus.isTransientBackup(backupStatus)) {
      return Optional.of("backup-status " + backupStatus);
    }
    return DeployStatus.isTransient(deployStatus)
        ? Optional.of("deploy-status " + deployStatus)
        : Optional.empty();
  }

  /** Name and id, for the audit trail. */
  String label() {
    return "subcloud %s (%d)".formatted(name, id.value());
  }
}
