package io.murmuration.central.api.system;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.observe.Health;

/** {@code GET /health}: 200 or 503 for load balancers, the facts for people. No token. */
public final class HealthRoutes implements Feature {
  private final Health health;

  public HealthRoutes(Health health) {
    this.health = health;
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/health", Access.PUBLIC, this::show);
  }

  private Answer show(Request request) {
    var report = health.report();
    return new Answer.Json(report.healthy() ? 200 : 503, report.document());
  }
}
