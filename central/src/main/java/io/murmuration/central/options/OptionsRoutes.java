package io.murmuration.central.options;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v1.0/sw-update-options}. Whose options are meant is the last segment of the path, or the
 * query parameter {@code subcloud_ref}.
 */
public final class OptionsRoutes implements Feature {
  private static final String ALL = "/v1.0/sw-update-options";
  private static final String ONE = ALL + "/:ref";

  private final OptionsService service;

  public OptionsRoutes(Transactions transactions, Commits commits) {
    this.service = new OptionsService(transactions, commits, new OptionsRepository());
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, ALL, Access.READ, this::listOrQueried)
        .on(HttpMethod.POST, ALL, Access.ADMIN_CFG, request -> put(request, queried(request)))
        .on(HttpMethod.DELETE, ALL, Access.ADMIN_CFG, request -> delete(request, queried(request)))
        .on(HttpMethod.GET, ONE, Access.READ, request -> show(named(request)))
        .on(HttpMethod.POST, ONE, Access.ADMIN_CFG, request -> put(request, named(request)))
        .on(HttpMethod.DELETE, ONE, Access.ADMIN_CFG, request -> delete(request, named(request)));
  }

  private Answer listOrQueried(Request request) {
    return asked(request).map(this::show).orElseGet(this::list);
  }

  private Answer list() {
    var everything = service.list();
    var json = JsonNodeFactory.instance.objectNode();
    var array = json.putArray("sw-update-options").add(json(everything.defaults()));
    everything.ofSubclouds().forEach(options -> array.add(OptionsJson.of(options)));
    return Answer.ok(json);
  }

  private Answer show(OptionsTarget target) {
    return Answer.ok(json(service.show(target)));
  }

  private Answer put(Request request, OptionsTarget target) {
    var json = request.json();
    OptionsForm.requireSomething(json);
    var stored = service.put(request, target, () -> OptionsForm.read(json));
    return Answer.ok(OptionsJson.of(stored));
  }

  private Answer delete(Request request, OptionsTarget target) {
    service.delete(request, target);
    return Answer.ok(null);
  }

  private static ObjectNode json(Optional<StoredOptions> options) {
    return options.map(OptionsJson::of).orElseGet(OptionsJson::ofConstants);
  }

  private static OptionsTarget named(Request request) {
    return OptionsTarget.of(request.param("ref"));
  }

  private static Optional<OptionsTarget> asked(Request request) {
    return request.query("subcloud_ref").filter(ref -> !ref.isEmpty()).map(OptionsTarget::of);
  }

  private static OptionsTarget queried(Request request) {
    return asked(request)
        .orElseThrow(() ->
            new RefusedException(
                new ApiError.Invalid(
                    List.of(
                        new Problem(
                            "path",
                            "no subcloud",
                            ALL + "/{name or id of a subcloud, or SystemController}")))));
  }
}
