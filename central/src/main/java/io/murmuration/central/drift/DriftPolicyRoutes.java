package io.murmuration.central.drift;

import static io.murmuration.central.api.HttpMethod.DELETE;
import static io.murmuration.central.api.HttpMethod.GET;
import static io.murmuration.central.api.HttpMethod.PUT;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import java.util.List;
import java.util.function.Function;

/**
 * {@code /v1.0/drift-policies}: all of them, and those of the fleet, of {@code groups/REF} and of
 * {@code subclouds/REF}. The nearer scope wins.
 */
public final class DriftPolicyRoutes implements Feature {
  private static final String BASE = "/v1.0/drift-policies";

  private final DriftPolicyService service;

  /**
   * @param nudge after a commit
   */
  public DriftPolicyRoutes(Transactions transactions, Commits commits, ChangeNudge nudge) {
    this.service = new DriftPolicyService(transactions, commits, nudge);
  }

  @Override
  public void mount(ApiRouter router) {
    router.on(GET, BASE, Access.READ, _ -> Answer.ok(DriftPolicyJson.of(service.all())));
    mount(router, BASE + "/fleet", _ -> new PolicyScope.Fleet());
    mount(router, BASE + "/groups/:ref", request -> new PolicyScope.Group(request.param("ref")));
    mount(
        router,
        BASE + "/subclouds/:ref",
        request -> new PolicyScope.Subcloud(request.param("ref")));
  }

  private void mount(ApiRouter router, String path, Function<Request, PolicyScope> scope) {
    router
        .on(
            GET,
            path,
            Access.READ,
            request -> Answer.ok(DriftPolicyJson.of(service.show(scope.apply(request)))))
        .on(
            PUT,
            path,
            Access.ADMIN_CFG,
            request ->
                Answer.ok(
                    DriftPolicyJson.of(
                        service.put(
                            request, scope.apply(request), DriftPolicyRules.read(request.text())))))
        .on(
            DELETE,
            path,
            Access.ADMIN_CFG,
            request ->
                Answer.ok(
                    DriftPolicyJson.of(service.put(request, scope.apply(request), List.of()))));
  }
}
