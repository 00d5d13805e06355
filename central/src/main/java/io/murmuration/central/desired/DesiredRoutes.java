package io.murmuration.central.desired;

import static io.murmuration.central.api.HttpMethod.DELETE;
import static io.murmuration.central.api.HttpMethod.GET;
import static io.murmuration.central.api.HttpMethod.POST;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.desired.DesiredJson.HistoryJson;
import io.murmuration.central.desired.DesiredJson.ItemJson;
import io.murmuration.central.desired.DesiredJson.ItemsJson;
import io.murmuration.central.desired.DesiredJson.OutcomeJson;
import io.murmuration.central.desired.DesiredJson.VersionJson;
import io.murmuration.central.desired.type.FieldReader;
import io.murmuration.central.desired.type.ItemTypes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code /v1.0/desired}: the whole, and the same resources below {@code /fleet}, {@code
 * /groups/REF} and {@code /subclouds/REF}.
 */
public final class DesiredRoutes implements Feature {
  private static final String BASE = "/v1.0/desired";

  /** Of a declaration: some hundred certificates. */
  static final int MOST_CHARACTERS = 1 << 20;

  private final DesiredService service;

  /**
   * @param seal for what is secret
   * @param committed told of each revision, after its commit
   */
  public DesiredRoutes(
      Transactions transactions, Commits commits, PayloadSeal seal, Consumer<Revision> committed) {
    this.service = new DesiredService(transactions, commits, seal, committed);
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(GET, BASE, Access.READ, _ -> Answer.ok(ItemsJson.of(null, service.everywhere())))
        .on(POST, BASE, Access.ADMIN_CFG, this::declareAnywhere)
        .on(
            GET,
            BASE + "/subclouds/:ref/effective",
            Access.READ,
            request -> {
              var view = service.effective(request.param("ref"));
              return Answer.ok(ItemsJson.of(view.scope(), view.items()));
            });
    mount(router, BASE + "/fleet", _ -> new ScopeRef.Fleet());
    mount(router, BASE + "/groups/:ref", request -> new ScopeRef.Group(request.param("ref")));
    mount(router, BASE + "/subclouds/:ref", request -> new ScopeRef.Subcloud(request.param("ref")));
  }

  private void mount(ApiRouter router, String path, Function<Request, ScopeRef> scope) {
    router
        .on(
            GET,
            path,
            Access.READ,
            request -> {
              var view = service.show(scope.apply(request));
              return Answer.ok(ItemsJson.of(view.scope(), view.items()));
            })
        .on(POST, path, Access.ADMIN_CFG, request -> declare(request, scope.apply(request)))
        .on(
            GET,
            path + "/items/:type/:name",
            Access.READ,
            request -> showItem(request, scope.apply(request)))
        .on(
            DELETE,
            path + "/items/:type/:name",
            Access.ADMIN_CFG,
            request -> removeItem(request, scope.apply(request)))
        .on(
            GET,
            path + "/history",
            Access.READ,
            request ->
                Answer.ok(
                    new HistoryJson(
                        service.history(scope.apply(request)).stream()
                            .map(VersionJson::of)
                            .toList())))
        .on(GET, path + "/diff", Access.READ, request -> diff(request, scope.apply(request)))
        .on(
            POST,
            path + "/rollback",
            Access.ADMIN_CFG,
            request -> rollBack(request, scope.apply(request)));
  }

  private Answer declareAnywhere(Request request) {
    var declaration = DesiredRules.read(document(request), false);
    return declared(request, declaration.target().orElseThrow(), declaration.items());
  }

  private Answer declare(Request request, ScopeRef scope) {
    return declared(request, scope, DesiredRules.read(document(request), true).items());
  }

  /** Bounded before it is read: what is read costs much more than its bytes. */
  private static String document(Request request) {
    var text = request.text();
    if (text.length() > MOST_CHARACTERS) {
      throw new RefusedException(
          new ApiError.TooLarge(
              "The declaration has %d characters (expected: at most %d; declare it in parts)."
                  .formatted(text.length(), MOST_CHARACTERS)));
    }
    return text;
  }

  private Answer declared(Request request, ScopeRef scope, List<DeclaredItem> items) {
    boolean dryRun = dryRun(request);
    return Answer.ok(OutcomeJson.of(service.declare(request, scope, items, dryRun), dryRun));
  }

  private Answer showItem(Request request, ScopeRef scope) {
    var key = key(request);
    return service.show(scope).items().stream()
        .filter(item -> item.key().equals(key) && item.presence() != Presence.REMOVED)
        .findFirst()
        .map(item -> Answer.ok(ItemJson.of(item)))
        .orElseGet(() -> Answer.no(new ApiError.NotFound("Item not found: " + key)));
  }

  private Answer removeItem(Request request, ScopeRef scope) {
    var key = key(request);
    var type =
        ItemTypes.find(key.type())
            .orElseThrow(() ->
                new RefusedException(
                    new ApiError.Invalid(
                        List.of(new Problem("type", key.type(), "one of " + ItemTypes.names())))));
    var item = new DeclaredItem(type.kind(), key, Presence.REMOVED, "");
    boolean dryRun = dryRun(request);
    var outcome = service.declare(request, scope, List.of(item), dryRun);
    return outcome.changes().isEmpty()
        ? Answer.no(new ApiError.NotFound("Item not found: " + key))
        : Answer.ok(OutcomeJson.of(outcome, dryRun));
  }

  private static ItemKey key(Request request) {
    return new ItemKey(request.param("type"), request.param("name"));
  }

  private Answer diff(Request request, ScopeRef scope) {
    var problems = new ArrayList<Problem>();
    var from = revision(request, "from", Revision.NONE, problems);
    var to = revision(request, "to", DesiredService.NEWEST, problems);
    if (!problems.isEmpty()) {
      return Answer.no(new ApiError.Invalid(problems));
    }
    return Answer.ok(OutcomeJson.of(service.diff(scope, from, to), true));
  }

  private static Revision revision(
      Request request, String name, Revision absent, List<Problem> problems) {
    var given = request.query(name);
    if (given.isEmpty()) {
      return absent;
    }
    if (!given.get().matches("[0-9]{1,18}")) {
      problems.add(new Problem(name, given.get(), "a revision: a whole number, 0 or more"));
      return absent;
    }
    return new Revision(Long.parseLong(given.get()));
  }

  private Answer rollBack(Request request, ScopeRef scope) {
    var problems = new ArrayList<Problem>();
    var fields = FieldReader.ofDocument(request.text(), problems);
    var to = fields.whole("revision", 0, Long.MAX_VALUE);
    fields.refuseUnknown();
    if (to.isEmpty() || !problems.isEmpty()) {
      return Answer.no(new ApiError.Invalid(problems));
    }
    boolean dryRun = dryRun(request);
    return Answer.ok(
        OutcomeJson.of(service.rollBack(request, scope, new Revision(to.get()), dryRun), dryRun));
  }

  private static boolean dryRun(Request request) {
    var given = request.query("dry-run").orElse("false");
    return switch (given) {
      case "true", "" -> true;
      case "false" -> false;
      default ->
          throw new RefusedException(
              new ApiError.Invalid(List.of(new Problem("dry-run", given, "true or false"))));
    };
  }
}
