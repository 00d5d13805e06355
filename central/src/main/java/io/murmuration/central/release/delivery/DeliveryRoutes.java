package io.murmuration.central.release.delivery;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.release.delivery.DeliveryService.Overview;
import io.murmuration.central.release.registry.ReleaseRoutes;
import io.murmuration.sync.model.SubcloudId;
import java.util.Optional;

/** {@code /v1.0/releases/{release}/deliveries}. */
final class DeliveryRoutes implements Feature {
  private static final String ALL = ReleaseRoutes.ONE + "/deliveries";
  private static final String ONE = ALL + "/:subcloud";

  private final DeliveryService service;
  private final LiveDeliveries live;

  DeliveryRoutes(DeliveryService service, LiveDeliveries live) {
    this.service = service;
    this.live = live;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, ALL, Access.READ, request -> shown(service.list(release(request))))
        .on(HttpMethod.POST, ALL, Access.ADMIN_CFG, this::order)
        .on(HttpMethod.DELETE, ALL, Access.ADMIN_CFG, request -> cancel(request, Optional.empty()))
        .on(
            HttpMethod.DELETE,
            ONE,
            Access.ADMIN_CFG,
            request -> cancel(request, Optional.of(request.param("subcloud"))));
  }

  private static String release(Request request) {
    return request.param("release");
  }

  private Answer order(Request request) {
    return shown(service.order(request, release(request), DeliveryRules.order(request.json())));
  }

  private Answer cancel(Request request, Optional<String> subcloud) {
    return shown(service.cancel(request, release(request), subcloud));
  }

  private Answer shown(Overview overview) {
    var now = overview.deliveries().stream().map(this::live).toList();
    return Answer.ok(DeliveryJson.of(new Overview(overview.release(), now)));
  }

  private Delivery live(Delivery delivery) {
    return live.of(new SubcloudId(delivery.subcloudId()), delivery.operation())
        .filter(_ -> delivery.isOpen())
        .map(told -> delivery.live(told.percent(), told.details()))
        .orElse(delivery);
  }
}
