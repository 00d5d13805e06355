package io.murmuration.central.subcloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.alarm.SiteFacts;
import io.murmuration.central.api.TimestampForm;

/** The contract's subcloud object, with its mixture of hyphens and underscores. */
public final class SubcloudJson {
  private SubcloudJson() {}

  /** The base object. */
  public static ObjectNode of(Subcloud subcloud, TimestampForm times) {
    var network = subcloud.network();
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", subcloud.id().value())
        .put("name", subcloud.name())
        .put("description", subcloud.description())
        .put("location", subcloud.location())
        .put("software-version", subcloud.softwareVersion())
        .put("management-state", subcloud.managed() ? "managed" : "unmanaged")
        .put("availability-status", subcloud.online() ? "online" : "offline")
        .put("deploy-status", subcloud.deployStatus())
        .put("backup-status", subcloud.backupStatus())
        .put("backup-datetime", times.text(subcloud.backupTime()))
        .put("error-description", subcloud.errorDescription())
        .put("region-name", subcloud.regionName())
        .put("management-subnet", network.subnet())
        .put("management-start-ip", network.startIp())
        .put("management-end-ip", network.endIp())
        .put("management-gateway-ip", network.gatewayIp())
        .put("openstack-installed", subcloud.openstackInstalled())
        .put("prestage-status", subcloud.prestageStatus())
        .put("prestage-versions", subcloud.prestageVersions())
        .put("systemcontroller-gateway-ip", network.systemControllerGatewayIp())
        .put("data_install", subcloud.dataInstall())
        .put("data_upgrade", subcloud.dataUpgrade())
        .put("created-at", times.text(subcloud.createdAt()))
        .put("updated-at", times.text(subcloud.updatedAt()))
        .put("group_id", subcloud.groupId())
        .put("peer_group_id", subcloud.peerGroupId())
        .put("rehome_data", subcloud.rehomeData());
  }

  /** The base object as a read shows it: with what an operator can do about a failure. */
  static ObjectNode read(Subcloud subcloud) {
    return of(subcloud, TimestampForm.SPACE)
        .put(
            "error-description",
            ErrorHints.describe(subcloud.errorDescription(), subcloud.deployStatus()));
  }

  /**
   * A single subcloud with what its site's agent told last.
   *
   * @param shown the caller's own
   */
  static ObjectNode detailed(ObjectNode shown, SiteFacts site) {
    var region = shown.get("region-name").asText();
    return shown
        .put("oam_floating_ip", site.oamAddress().orElse("unavailable"))
        .put("deploy_config_sync_status", configuration(site))
        .put("region_name", region);
  }

  /** In the contract's words. */
  private static String configuration(SiteFacts site) {
    return site.configuration().equals("unknown")
        ? "unknown"
        : "Deployment: configurations " + site.configuration();
  }
}
