package io.murmuration.central.group;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;

/**
 * {@code /v1.0/subcloud-groups} but for the members of a group, which the subclouds' feature shows:
 * it knows this one, not the other way round.
 */
public final class GroupRoutes implements Feature {
  private static final String ALL = "/v1.0/subcloud-groups";
  private static final String ONE = ALL + "/:ref";

  private final GroupService service;

  public GroupRoutes(Transactions transactions, Commits commits, ChangeNudge nudge) {
    this.service = new GroupService(transactions, commits, new GroupRepository(), nudge);
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, ALL, Access.READ, _ -> list())
        .on(HttpMethod.POST, ALL, Access.ADMIN_CFG, this::create)
        .on(HttpMethod.GET, ONE, Access.READ, this::show)
        .on(HttpMethod.PATCH, ONE, Access.ADMIN_CFG, this::update)
        .on(HttpMethod.DELETE, ONE, Access.ADMIN_CFG, this::delete);
  }

  private Answer list() {
    var json = JsonNodeFactory.instance.objectNode();
    var groups = json.putArray("subcloud_groups");
    for (var counted : service.list()) {
      groups.add(GroupJson.of(counted.group()).put("subcloud_count", counted.subclouds()));
    }
    return Answer.ok(json);
  }

  private Answer show(Request request) {
    return Answer.ok(GroupJson.of(service.show(ref(request))));
  }

  private Answer create(Request request) {
    var values = GroupForm.forCreation(request.json());
    return Answer.ok(GroupJson.of(service.create(request, values)));
  }

  private Answer update(Request request) {
    var json = request.json();
    var group = service.update(request, ref(request), () -> GroupForm.forUpdate(json));
    return Answer.ok(GroupJson.of(group));
  }

  private Answer delete(Request request) {
    service.delete(request, ref(request));
    return Answer.ok(null);
  }

  private static ResourceRef ref(Request request) {
    return ResourceRef.of(request.param("ref"));
  }
}
