package io.murmuration.central.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import io.murmuration.sync.model.Revision;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v1.0/recovery}: whether the hub is held, and the order to recover it. */
public final class RecoveryRoutes implements Feature {
  private static final String PATH = "/v1.0/recovery";
  private static final Set<String> FIELDS = Set.of("epoch", "shared-revision", "reason");
  private static final int LONGEST_REASON = 255;

  private final RecoveryService service;

  /**
   * @param lineages random
   * @param committed told of each revision, after its commit
   */
  public RecoveryRoutes(
      Transactions transactions,
      Commits commits,
      Supplier<UUID> lineages,
      Consumer<Revision> committed) {
    this.service = new RecoveryService(transactions, commits, lineages, committed);
  }

  @Override
  public void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, PATH, Access.READ, _ -> Answer.ok(json(service.show())))
        .on(HttpMethod.POST, PATH, Access.ADMIN, this::recover);
  }

  private Answer recover(Request request) {
    var done = service.recover(request, order(request.json()));
    return Answer.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("epoch", done.lineage().hubEpoch())
            .put("first-lost-revision", done.first().number())
            .put("revision", done.revision().number())
            .put("withdrawn-tokens", done.tokens()));
  }

  private static RecoveryService.Order order(JsonNode body) {
    var problems = new ArrayList<Problem>();
    if (!body.isObject()) {
      throw new RefusedException(new ApiError.BadRequest("body: not an object (expected: one)"));
    }
    body.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            problems.add(new Problem(name, "an unknown field", "epoch, shared-revision or reason"));
          }
        });
    var epoch = body.path("epoch");
    if (!epoch.canConvertToLong() || !epoch.isIntegralNumber()) {
      problems.add(
          new Problem("epoch", said(epoch), "the hub epoch that shall end, as GET " + PATH));
    }
    var shared = body.path("shared-revision");
    if (!shared.isMissingNode()
        && (!shared.isIntegralNumber() || !shared.canConvertToLong() || shared.asLong() < 0)) {
      problems.add(
          new Problem("shared-revision", said(shared), "a revision, the last in the backup"));
    }
    var reason = body.path("reason").asText("");
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      problems.add(
          new Problem(
              "reason",
              reason.isBlank() ? "none" : reason.length() + " characters",
              "1 to " + LONGEST_REASON + " characters for those who read the history"));
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return new RecoveryService.Order(
        epoch.asLong(), shared.isMissingNode() ? null : new Revision(shared.asLong()), reason);
  }

  private static String said(JsonNode node) {
    return node.isMissingNode() ? "none" : node.toString();
  }

  private static JsonNode json(RecoveryService.View view) {
    var hub = view.hub();
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("epoch", hub.lineage().hubEpoch())
            .put("revision", hub.revision().number())
            .put("held", hub.hold() != null)
            .put("why", hub.hold())
            .put("since", time(hub.heldSince()))
            .put("held-at-revision", number(hub.heldAt()))
            .put("highest-lost-revision", number(hub.hold() == null ? null : hub.lost()))
            .put("subclouds-in-conflict", view.conflicts())
            .put("undecided", view.undecided());
    var epochs = json.putArray("epochs");
    for (var era : view.eras()) {
      epochs
          .addObject()
          .put("epoch", era.lineage().hubEpoch())
          .put("first-revision", era.first().number())
          .put("began", era.at().toString())
          .put("reason", era.reason());
    }
    return json;
  }

  private static @Nullable String time(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toString();
  }

  private static @Nullable Long number(@Nullable Revision revision) {
    return revision == null ? null : revision.number();
  }
}
