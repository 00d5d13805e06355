package io.murmuration.central.node;

import static io.murmuration.central.api.HttpMethod.GET;
import static io.murmuration.central.api.HttpMethod.POST;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;

/**
 * {@code /v1.0/nodes}: which there are, and {@code drain} and {@code resume} of one. The request
 * may come to any node, the order is a row.
 */
final class NodeRoutes implements Feature {
  private static final String ONE = "/v1.0/nodes/:id";

  private final NodeService service;

  NodeRoutes(NodeService service) {
    this.service = service;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(GET, "/v1.0/nodes", Access.READ, _ -> Answer.ok(NodeJson.of(service.all())))
        .on(
            GET,
            ONE,
            Access.READ,
            request -> Answer.ok(NodeJson.of(service.show(request.param("id")))))
        .on(
            POST,
            ONE + "/drain",
            Access.ADMIN_OPER_CFG,
            request -> Answer.ok(NodeJson.of(service.drain(request, request.param("id")))))
        .on(
            POST,
            ONE + "/resume",
            Access.ADMIN_OPER_CFG,
            request -> Answer.ok(NodeJson.of(service.resume(request, request.param("id")))));
  }
}
