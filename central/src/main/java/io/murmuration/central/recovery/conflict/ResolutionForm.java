package io.murmuration.central.recovery.conflict;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.recovery.conflict.Resolution.Action;
import io.murmuration.central.recovery.conflict.Resolution.Order;
import io.murmuration.central.recovery.conflict.Resolution.Target;
import io.murmuration.sync.model.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a document to an order, or to all its mistakes at once. Pure. */
final class ResolutionForm {
  private static final Set<String> FIELDS = Set.of("action", "scope", "ref", "kind");

  private ResolutionForm() {}

  /**
   * Reads {@code {"action": "adopt", "scope": "group", "ref": "north", "kind": "platform"}}.
   *
   * @throws RefusedException 400 with every mistake
   */
  static Order read(JsonNode body) {
    if (!body.isObject()) {
      throw new RefusedException(new ApiError.BadRequest("body: not an object (expected: one)"));
    }
    var problems = new ArrayList<Problem>();
    body.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            problems.add(new Problem(name, "an unknown field", "action, scope, ref or kind"));
          }
        });
    var action = Action.fromWireName(body.path("action").textValue());
    if (action.isEmpty()) {
      problems.add(new Problem("action", said(body, "action"), "adopt or force"));
    }
    var kind = kind(body.path("kind"), problems);
    var target = target(body, problems);
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return new Order(action.orElseThrow(), target.orElseThrow(), kind);
  }

  private static @Nullable Kind kind(JsonNode said, List<Problem> problems) {
    if (said.isMissingNode()) {
      return null;
    }
    var kind = Kind.fromWireName(said.asText());
    if (kind.isEmpty()) {
      problems.add(new Problem("kind", said.toString(), "platform, identity or dc-cert"));
    }
    return kind.orElse(null);
  }

  private static Optional<Target> target(JsonNode body, List<Problem> problems) {
    var scope = body.path("scope").asText("");
    var ref = body.path("ref").asText("");
    boolean named = !ref.isBlank();
    boolean fleet = scope.equals("fleet");
    if (!Set.of("fleet", "group", "subcloud").contains(scope)) {
      problems.add(new Problem("scope", said(body, "scope"), "fleet, group or subcloud"));
      return Optional.empty();
    }
    if (fleet == named) {
      problems.add(
          new Problem(
              "ref",
              said(body, "ref"),
              fleet ? "none for the fleet" : "the name or id of the " + scope));
      return Optional.empty();
    }
    return Optional.of(
        switch (scope) {
          case "group" -> new Target.Group(ref);
          case "subcloud" -> new Target.Subcloud(ref);
          default -> new Target.Fleet();
        });
  }

  private static String said(JsonNode body, String field) {
    var node = body.path(field);
    return node.isMissingNode() ? "none" : node.toString();
  }
}
