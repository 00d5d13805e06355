package io.murmuration.central.api.system;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;

/**
 * {@code GET /v1.0/openapi.yaml}. Public, because tools fetch it before they have credentials, and
 * because it is the same in every installation and tells nothing about this one.
 */
public final class OpenApiRoutes implements Feature {
  private final Answer document = new Answer.Text("application/yaml", OpenApiDocument.text());

  @Override
  public void mount(ApiRouter router) {
    router.on(HttpMethod.GET, "/v1.0/openapi.yaml", Access.PUBLIC, _ -> document);
  }
}
