package io.murmuration.central.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.ResourceRef;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.store.Refs;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code /v1.0/audits} and {@code /v1.0/subclouds/…/retry}: what an operator may ask of the
 * sessions of this node.
 *
 * <p>They change nothing that anybody wants, so the audit trail, which says who changed what, has
 * no entry of them: an audit compares, a retry brings forward an attempt that would come anyway.
 */
public final class AuditRoutes implements Feature {
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final Set<String> FIELDS = Set.of("scope", "ref", "kind", "bypass-cache");

  private final NodeView node;
  private final Transactions transactions;
  private final Lanes lanes;
  private final AuditSweeps sweeps;

  AuditRoutes(NodeView node, Transactions transactions, Lanes lanes, AuditSweeps sweeps) {
    this.node = node;
    this.transactions = transactions;
    this.lanes = lanes;
    this.sweeps = sweeps;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.POST, "/v1.0/audits", Access.ADMIN_OPER_CFG, this::start)
        .on(HttpMethod.GET, "/v1.0/audits/:id", Access.READ, this::show)
        .on(HttpMethod.POST, "/v1.0/subclouds/:ref/retry", Access.ADMIN_OPER_CFG, this::retry);
  }

  private Answer start(Request request) {
    var body = request.json();
    var problems = new ArrayList<Problem>();
    if (!body.isObject()) {
      throw invalid(List.of(new Problem("body", kindOf(body), "an object")));
    }
    body.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            problems.add(new Problem(name, "an unknown field", "scope, ref, kind or bypass-cache"));
          }
        });
    var kind = Kind.fromWireName(text(body, "kind", "platform"));
    if (kind.isEmpty()) {
      problems.add(new Problem("kind", body.path("kind").toString(), "an endpoint type"));
    }
    var bypass = body.path("bypass-cache");
    if (!bypass.isMissingNode() && !bypass.isBoolean()) {
      problems.add(new Problem("bypass-cache", bypass.toString(), "true or false"));
    }
    var scope = scope(body, problems);
    if (!problems.isEmpty() || scope.isEmpty()) {
      throw invalid(problems);
    }
    long id = sweeps.start(lanes, scope.get(), kind.orElseThrow(), bypass.asBoolean(false));
    return Answer.ok(Map.of("id", id));
  }

  private Optional<Scope> scope(JsonNode body, List<Problem> problems) {
    var given = body.path("ref");
    var ref = given.isTextual() || given.isIntegralNumber() ? given.asText() : "";
    var shown = given.isMissingNode() ? "nothing" : given.toString();
    return switch (text(body, "scope", "fleet")) {
      case "fleet" -> {
        if (!given.isMissingNode()) {
          problems.add(new Problem("ref", shown, "nothing with scope fleet"));
        }
        yield Optional.of(Scope.FLEET);
      }
      case "group" -> {
        var group = transactions.inTx(tx -> Refs.group(tx, ref, Refs.Hold.NONE));
        if (group.isEmpty()) {
          problems.add(new Problem("ref", shown, "name or id of a subcloud group"));
        }
        yield group.map(id -> new Scope.Group(id));
      }
      case "subcloud" -> {
        var subcloud = subcloud(ref);
        if (subcloud.isEmpty()) {
          problems.add(new Problem("ref", shown, "name or id of a subcloud"));
        }
        yield subcloud.map(found -> new Scope.Subcloud(found.id().value()));
      }
      default -> {
        problems.add(
            new Problem("scope", body.path("scope").toString(), "fleet, group or subcloud"));
        yield Optional.empty();
      }
    };
  }

  private Answer show(Request request) {
    var given = request.param("id");
    return Optional.of(given)
        .filter(id -> ID.matcher(id).matches())
        .flatMap(id -> sweeps.result(Long.parseLong(id)))
        .map(result -> Answer.ok(json(result)))
        .orElseGet(() ->
            Answer.no(
                new ApiError.NotFound(
                    "audit: " + given + " (expected: one of the last, by this node)")));
  }

  private static Map<String, Object> json(AuditSweep.Result result) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", result.id());
    json.put("asked", result.asked());
    json.put("answered", result.answered());
    json.put("in-sync", result.inSync());
    json.put("differing", result.answered() - result.inSync());
    json.put("unreadable", result.unreadable());
    json.put("unanswered", result.unanswered());
    json.put("complete", result.complete());
    json.put("elapsed-ms", result.elapsed().toMillis());
    return json;
  }

  private Answer retry(Request request) {
    var given = request.param("ref");
    var subcloud = subcloud(given);
    if (subcloud.isEmpty()) {
      return Answer.no(new ApiError.NotFound("Subcloud not found"));
    }
    var id = subcloud.get().id();
    if (!lanes.open().contains(id)) {
      return Answer.no(
          new ApiError.Conflict(
              "subcloud: " + given + " has no agent connected to this node (expected: connected)"));
    }
    lanes.submitToAll(lane -> {
      for (var kind : Kind.values()) {
        lane.hub().retry(id, kind);
      }
    });
    return Answer.ok(Map.of("id", id.value(), "name", subcloud.get().name(), "retry", true));
  }

  private Optional<SubcloudView> subcloud(String ref) {
    var which = ResourceRef.of(ref);
    return node.snapshot().subclouds().stream()
        .filter(one ->
            switch (which) {
              case ResourceRef.ById(var id) -> one.id().value() == id;
              case ResourceRef.ByName(var name) -> one.name().equals(name);
            })
        .findFirst();
  }

  private static String text(JsonNode body, String field, String absent) {
    var value = body.path(field);
    return value.isMissingNode() ? absent : value.isTextual() ? value.asText() : "";
  }

  private static String kindOf(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static RefusedException invalid(List<Problem> problems) {
    return new RefusedException(new ApiError.Invalid(problems));
  }
}
