package io.murmuration.central.subcloud;

import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.subcloud.listing.ListQuery;
import java.util.Optional;
import java.util.Set;

/** What the parameters of the list may say. */
final class ListWords implements ListQuery.Known {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "description",
          "location",
          "software-version",
          "management-state",
          "availability-status",
          "deploy-status",
          "backup-status",
          "backup-datetime",
          "error-description",
          "region-name",
          "management-subnet",
          "management-start-ip",
          "management-end-ip",
          "management-gateway-ip",
          "openstack-installed",
          "prestage-status",
          "prestage-versions",
          "systemcontroller-gateway-ip",
          "data_install",
          "data_upgrade",
          "created-at",
          "updated-at",
          "group_id",
          "peer_group_id",
          "rehome_data",
          "endpoint_sync_status",
          "sync_status");

  private final SubcloudService service;

  ListWords(SubcloudService service) {
    this.service = service;
  }

  @Override
  public Optional<Long> group(String ref) {
    return service.groupId(ResourceRef.of(ref));
  }

  @Override
  public boolean isDeployStatus(String text) {
    return DeployStatus.isKnown(text);
  }

  @Override
  public Set<String> fields() {
    return FIELDS;
  }
}
