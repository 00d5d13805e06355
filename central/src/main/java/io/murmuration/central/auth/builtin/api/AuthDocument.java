package io.murmuration.central.auth.builtin.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v3/auth/tokens}: who somebody is and for what the token shall be.
 * Everything lives in the one domain {@code default}, named {@code Default}.
 */
record AuthDocument(Proof proof, Scope scope) {
  static final String DOMAIN_ID = "default";
  static final String DOMAIN_NAME = "Default";

  /** How somebody proves who they are. */
  sealed interface Proof {
    /**
     * @param id null if the name is given
     * @param password a secret
     */
    record Password(@Nullable String id, @Nullable String name, String password) implements Proof {
      /** Never the password. */
      @Override
      public String toString() {
        return "Password";
      }
    }

    /**
     * @param token a secret
     */
    record Token(String token) implements Proof {
      /** Never the token. */
      @Override
      public String toString() {
        return "Token";
      }
    }
  }

  /** What the token is for. */
  sealed interface Scope {
    record Unscoped() implements Scope {}

    record ProjectName(String name) implements Scope {}

    record ProjectId(String id) implements Scope {}

    /** A domain, the system, a trust: nobody has roles in those here. */
    record Foreign() implements Scope {}
  }

  /**
   * @throws Refusal 400 if it is no such document, 401 for methods and domains that do not exist
   */
  static AuthDocument read(JsonNode body) {
    var auth = object(body.path("auth"), "auth");
    var identity = object(auth.path("identity"), "auth.identity");
    return new AuthDocument(proof(identity), scope(auth.path("scope")));
  }

  private static Proof proof(JsonNode identity) {
    var methods = identity.path("methods");
    if (!methods.isArray() || methods.size() != 1) {
      throw malformed("auth.identity.methods", "[\"password\"] or [\"token\"]");
    }
    return switch (methods.get(0).asText()) {
      case "password" -> password(identity);
      case "token" -> {
        var token = object(identity.path("token"), "auth.identity.token");
        yield new Proof.Token(
            text(token, "id").orElseThrow(() -> malformed("auth.identity.token.id", "a token")));
      }
      default -> throw new Refusal(401, "This service knows the methods password and token.");
    };
  }

  private static Proof password(JsonNode identity) {
    var method = object(identity.path("password"), "auth.identity.password");
    var user = object(method.path("user"), "auth.identity.password.user");
    var id = text(user, "id");
    var name = text(user, "name");
    var password =
        text(user, "password")
            .orElseThrow(() -> malformed("auth.identity.password.user.password", "text"));
    if (id.isEmpty() && name.isEmpty()) {
      throw malformed("auth.identity.password.user", "an id, or a name and a domain");
    }
    if (id.isEmpty()) {
      requireDomain(user.path("domain"), "auth.identity.password.user.domain");
    }
    return new Proof.Password(id.orElse(null), name.orElse(null), password);
  }

  private static Scope scope(JsonNode scope) {
    if (scope.isMissingNode() || scope.isNull() || scope.asText().equals("unscoped")) {
      return new Scope.Unscoped();
    }
    if (scope.path("project") instanceof MissingNode) {
      return object(scope, "auth.scope").has("unscoped")
          ? new Scope.Unscoped()
          : new Scope.Foreign();
    }
    var project = object(scope.path("project"), "auth.scope.project");
    var id = text(project, "id");
    if (id.isPresent()) {
      return new Scope.ProjectId(id.get());
    }
    var name =
        text(project, "name")
            .orElseThrow(() -> malformed("auth.scope.project", "an id, or a name and a domain"));
    requireDomain(project.path("domain"), "auth.scope.project.domain");
    return new Scope.ProjectName(name);
  }

  private static void requireDomain(JsonNode domain, String field) {
    var id = text(object(domain, field), "id");
    var name = text(domain, "name");
    if (id.isEmpty() && name.isEmpty()) {
      throw malformed(field, "an id or a name");
    }
    if (!id.map(DOMAIN_ID::equals).orElseGet(() -> name.map(DOMAIN_NAME::equals).orElse(false))) {
      throw Refusal.unauthorized();
    }
  }

  private static JsonNode object(JsonNode node, String field) {
    if (!node.isObject()) {
      throw malformed(field, "an object");
    }
    return node;
  }

  private static Optional<String> text(JsonNode object, String field) {
    var value = object.path(field);
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static Refusal malformed(String field, String expected) {
    return new Refusal(400, "%s (expected: %s)".formatted(field, expected));
  }
}
