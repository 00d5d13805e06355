package io.murmuration.central.subcloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.alarm.SiteFacts;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Endpoint;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.central.subcloud.form.OrderForm;
import io.murmuration.central.subcloud.form.UpdateReader;
import io.murmuration.central.subcloud.listing.FleetImage;
import io.murmuration.central.subcloud.listing.FleetView;
import io.murmuration.central.subcloud.listing.ListQuery;
import io.murmuration.central.subcloud.order.Road;
import io.murmuration.sync.model.SubcloudId;
import java.util.List;
import java.util.Set;

/** {@code /v1.0/subclouds}, and the members of a group. */
public final class SubcloudRoutes implements Feature {
  private static final String ALL = "/v1.0/subclouds";
  private static final String ONE = ALL + "/:ref";
  private static final String CERT_MON = "cert-mon/1.0";
  private static final String PEER = "dcmanager/1.0";
  private static final Set<String> ASK_BY_REGION = Set.of(CERT_MON, PEER);

  private final SubcloudService service;
  private final SubcloudCreation creation;
  private final ListWords words;
  private final FleetImage fleet;

  /**
   * @param fleet what reads are served from
   */
  SubcloudRoutes(SubcloudService service, SubcloudCreation creation, FleetImage fleet) {
    this.service = service;
    this.creation = creation;
    this.words = new ListWords(service);
    this.fleet = fleet;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, ALL, Access.READ, this::listOrQueried)
        .on(HttpMethod.POST, ALL, Access.ADMIN_CFG, this::create)
        .on(HttpMethod.GET, ONE, Access.READ, request -> show(request, request.param("ref")))
        .on(HttpMethod.PATCH, ONE, Access.ADMIN_OPER_CFG, this::update)
        .on(HttpMethod.DELETE, ONE, Access.ADMIN_CFG, this::delete)
        // The contract's clients ask for "detail"; any other word means the same there.
        .on(
            HttpMethod.GET,
            ONE + "/:detail",
            Access.READ,
            request -> detail(request, request.param("ref")))
        .on(HttpMethod.PATCH, ONE + "/update_status", Access.ADMIN_CFG, this::updateStatus)
        .on(HttpMethod.PATCH, ONE + "/redeploy", Access.ADMIN_CFG, notAvailable("redeploy"))
        .on(HttpMethod.PATCH, ONE + "/prestage", Access.ADMIN_CFG, notAvailable("prestage"))
        .on(
            HttpMethod.PATCH,
            ONE + "/restore",
            Access.ADMIN_CFG,
            retired(
                "Use 'dcmanager subcloud-backup restore' (PATCH /v1.0/subcloud-backup/restore)"))
        .on(
            HttpMethod.PATCH,
            ONE + "/reconfigure",
            Access.ADMIN_CFG,
            retired("Use 'dcmanager subcloud deploy config'"))
        .on(
            HttpMethod.PATCH,
            ONE + "/reinstall",
            Access.ADMIN_CFG,
            retired("Use 'dcmanager subcloud redeploy'"))
        .on(
            HttpMethod.GET,
            "/v1.0/subcloud-groups/:ref/subclouds",
            Access.READ,
            this::membersOfGroup);
  }

  /** GET arguments may come as query parameters too (contract, conventions). */
  private Answer listOrQueried(Request request) {
    var ref = request.query("subcloud_ref").filter(text -> !text.isEmpty());
    if (ref.isEmpty()) {
      return list(request);
    }
    return request.query("detail").filter(text -> !text.isEmpty()).isPresent()
        ? detail(request, ref.get())
        : show(request, ref.get());
  }

  private Answer list(Request request) {
    var query = ListQuery.of(request, isFrom(request, CERT_MON), words);
    return fleet.view().list(query);
  }

  private Answer show(Request request, String ref) {
    var view = fleet.view();
    return new Answer.Json(200, shown(view, byNameOrRegion(request, ref)), view.age());
  }

  private Answer detail(Request request, String ref) {
    var view = fleet.view();
    var shown = shown(view, byNameOrRegion(request, ref));
    // What the sites said is in the database only, and that did not answer just now.
    var site =
        view.age() == null
            ? service.siteFacts(new SubcloudId(shown.get("id").asLong()))
            : SiteFacts.UNKNOWN;
    return new Answer.Json(200, SubcloudJson.detailed(shown, site), view.age());
  }

  private static ObjectNode shown(FleetView view, Lookup which) {
    var row =
        switch (which.ref()) {
          case ResourceRef.ById(var id) -> view.byId(id);
          case ResourceRef.ByName(var name) ->
              which.byRegion() ? view.byRegion(name) : view.byName(name);
        };
    return row.orElseThrow(SubcloudService::notFound).object();
  }

  private Answer create(Request request) {
    var order = OrderForm.read(request.multipart(), Road.ADD);
    var json = SubcloudJson.of(creation.create(request, order), TimestampForm.SPACE);
    // The contract shows a secondary subcloud, too, as it was before its road began.
    return Answer.ok(json.put("deploy-status", DeployStatus.NOT_DEPLOYED));
  }

  private Answer update(Request request) {
    var form = request.multipart();
    if (form.fields().isEmpty() && form.files().isEmpty()) {
      return Answer.no(
          new ApiError.Invalid(
              List.of(new Problem("body", "a form without parts", "at least one part"))));
    }
    if (!UpdateReader.asksForManagement(form) && !Access.ADMIN_CFG.allows(request.caller())) {
      return Answer.no(new ApiError.Forbidden());
    }
    var which = byNameOrRegion(request, request.param("ref"));
    service.requireExists(which); // an unknown subcloud is told before a mistake in the form
    var updated = service.update(request, which, UpdateReader.read(form), isFrom(request, PEER));
    return Answer.ok(SubcloudJson.of(updated, TimestampForm.T));
  }

  private Answer delete(Request request) {
    var which = Lookup.byName(request.param("ref"));
    service.delete(request, which, isFrom(request, PEER));
    return Answer.ok(null);
  }

  private Answer updateStatus(Request request) {
    var which = byNameOrRegion(request, request.param("ref"));
    service.requireExists(which); // an unknown subcloud is told before a mistake in the body
    service.certificateStatus(request, which, CertificateReport.read(request.json()));
    return Answer.ok(JsonNodeFactory.instance.objectNode().put("result", "OK"));
  }

  private Endpoint notAvailable(String verb) {
    return request -> {
      service.requireExists(byNameOrRegion(request, request.param("ref")));
      return Answer.no(new ApiError.NotFound(verb + " is not available in this version"));
    };
  }

  private Endpoint retired(String pointer) {
    return request -> {
      service.requireExists(byNameOrRegion(request, request.param("ref")));
      return Answer.no(new ApiError.Gone("This call is retired. " + pointer));
    };
  }

  private Answer membersOfGroup(Request request) {
    return service
        .groupId(ResourceRef.of(request.param("ref")))
        .map(group -> fleet.view().membersOf(group))
        .orElseGet(() -> Answer.no(new ApiError.NotFound("Subcloud Group not found")));
  }

  private static Lookup byNameOrRegion(Request request, String text) {
    return request.header("User-Agent").filter(ASK_BY_REGION::contains).isPresent()
        ? Lookup.byRegion(text)
        : Lookup.byName(text);
  }

  private static boolean isFrom(Request request, String agent) {
    return request.header("User-Agent").filter(agent::equals).isPresent();
  }
}
