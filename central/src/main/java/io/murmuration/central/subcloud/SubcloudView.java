package io.murmuration.central.subcloud;

import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Aggregate;
import java.util.Comparator;
import java.util.List;

/** A subcloud with what is said about each endpoint type, sorted by type. */
public record SubcloudView(Subcloud subcloud, List<EndpointStatus> endpoints) {
  public SubcloudView {
    endpoints =
        endpoints.stream().sorted(Comparator.comparing(EndpointStatus::endpointType)).toList();
  }

  /** One line of {@code endpoint_sync_status}. */
  public record EndpointStatus(String endpointType, SyncStatus status) {}

  SyncStatus overall() {
    return Aggregate.of(endpoints.stream().map(EndpointStatus::status).toList());
  }
}
