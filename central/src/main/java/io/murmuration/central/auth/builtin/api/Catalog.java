package io.murmuration.central.auth.builtin.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.auth.builtin.Ids;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the services are. The client takes the first endpoint of type {@code dcmanager} with the
 * interface that it wants; its URL must end in {@code /v1.0} (contract, "Transport").
 */
final class Catalog {
  private static final List<String> INTERFACES = List.of("internal", "public", "admin");

  private final String region;
  private final Supplier<ServiceUrl> rest;
  private final @Nullable String restUrl;
  private final @Nullable String identityUrl;

  /**
   * @param rest where this node's REST side listens
   * @param restUrl what clients are told instead; null: this node
   * @param identityUrl what clients are told instead of where they have reached us; or null
   */
  Catalog(
      String region,
      Supplier<ServiceUrl> rest,
      @Nullable String restUrl,
      @Nullable String identityUrl) {
    this.region = region;
    this.rest = rest;
    this.restUrl = restUrl;
    this.identityUrl = identityUrl;
  }

  record Service(String id, String type, String name, List<Endpoint> endpoints) {}

  // the names are the protocol's
  record Endpoint(
      String id,
      @JsonProperty("interface") String kind,
      String region,
      @JsonProperty("region_id") String regionId,
      String url) {}

  List<Service> seenBy(ServiceUrl reached) {
    var hub = restUrl == null ? rest.get().seenBy(reached.host()).text() + "/v1.0" : restUrl;
    return List.of(
        service("dcmanager", "dcmanager", hub),
        service("identity", "keystone", base(reached) + "/v3"));
  }

  /** This service, without a version. */
  String base(ServiceUrl reached) {
    return identityUrl == null ? reached.text() : identityUrl;
  }

  private Service service(String type, String name, String url) {
    var endpoints =
        INTERFACES.stream()
            .map(kind ->
                new Endpoint(Ids.of("endpoint", type + "/" + kind), kind, region, region, url))
            .toList();
    return new Service(Ids.of("service", type), type, name, endpoints);
  }
}
