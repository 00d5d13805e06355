package io.murmuration.central.api.system;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.observe.Metrics;

/** {@code GET /metrics} for Prometheus. */
public final class MetricsRoutes implements Feature {
  private final Metrics metrics;
  private final Access access;

  /**
   * @param access {@link Access#PUBLIC}, unless the configuration wants a token
   */
  public MetricsRoutes(Metrics metrics, Access access) {
    this.metrics = metrics;
    this.access = access;
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(
        HttpMethod.GET,
        "/metrics",
        access,
        _ -> new Answer.Text("text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
  }
}
