package io.murmuration.central.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Request;
import io.murmuration.central.api.TimestampForm;
import io.murmuration.central.operation.desk.LiveProgress;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1.0/operations}: beyond the contract. How far a run is comes from the memory of the node
 * that holds the subcloud's stream; other nodes show what the row says. Arguments are not shown.
 */
public final class OperationRoutes implements Feature {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OperationService service;
  private final LiveProgress progress;

  public OperationRoutes(
      Transactions transactions,
      Commits commits,
      Operations operations,
      LiveProgress progress,
      ChangeNudge nudge) {
    this.service = new OperationService(transactions, commits, operations, nudge);
    this.progress = progress;
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, "/v1.0/operations", Access.READ, this::page)
        .on(HttpMethod.GET, "/v1.0/operations/:id", Access.READ, this::show)
        .on(HttpMethod.PATCH, "/v1.0/operations/:id", Access.ADMIN_CFG, this::settle)
        .on(HttpMethod.DELETE, "/v1.0/operations/:id", Access.ADMIN_CFG, this::cancel);
  }

  private Answer page(Request request) {
    var query = OperationQuery.of(request.queries());
    var page = service.page(query);
    var json = JsonNodeFactory.instance.objectNode();
    var array = json.putArray("operations");
    page.forEach(view -> array.add(json(view)));
    boolean more = page.size() == query.limit();
    json.put("next-marker", more ? String.valueOf(page.getLast().serial()) : null);
    return Answer.ok(json);
  }

  private Answer show(Request request) {
    return Answer.ok(json(service.show(request.param("id"))));
  }

  private Answer cancel(Request request) {
    return Answer.ok(json(service.cancel(request, request.param("id"))));
  }

  private Answer settle(Request request) {
    var settlement = OperationRules.settlement(request.json());
    return Answer.ok(json(service.settle(request, request.param("id"), settlement)));
  }

  private ObjectNode json(OperationView view) {
    var live =
        view.isRunning() ? progress.of(view.subcloud(), view.operationId()).orElse(null) : null;
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", view.id().toString())
        .put("subcloud-id", view.subcloud().value())
        .put("subcloud", view.subcloudName())
        .put("type", view.type())
        .put("class", view.operationClass())
        .put("state", view.state())
        .put("percent", live == null ? view.percent() : live.percent())
        .put("reason", view.reason())
        .put("details", live == null ? view.details() : live.details())
        .put("cancel-asked", view.cancelAsked())
        .put("age-ms", live == null ? view.age().toMillis() : live.age().toMillis())
        .put("asked-by", view.askedBy())
        .put("request-id", view.requestId())
        .put("created-at", text(view.createdAt()))
        .put("deadline", text(view.deadline()))
        .put("offered-at", text(view.offeredAt()))
        .put("settled-at", text(view.settledAt()))
        .<ObjectNode>set("result", result(view.result()));
  }

  /** An object or array as it is; anything else as a text. */
  private static JsonNode result(@Nullable String given) {
    if (given == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    try {
      var tree = JSON.readTree(given);
      if (tree.isContainerNode()) {
        return tree;
      }
    } catch (JsonProcessingException _) {
      // by convention it is JSON; whatever else a type gives is shown all the same
    }
    return JsonNodeFactory.instance.textNode(given);
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null
        ? null
        : TimestampForm.SPACE.text(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
  }
}
