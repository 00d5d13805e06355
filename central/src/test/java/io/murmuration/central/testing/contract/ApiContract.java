package io.murmuration.central.testing.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Holds answers against the document. An operation or a status that is not in it is a failure, like
 * a body that does not fit its schema. Thread-safe.
 */
public final class ApiContract {
  private static final String IRI = "urn:murmuration:openapi";
  private static final int FIRST_ERROR = 400;
  private static final Set<Integer> NOT_HTTP = Set.of(400, 408, 414, 431);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OpenApi DOCUMENT = OpenApi.served();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, shared()))));
  private static final Map<JsonNode, JsonSchema> COMPILED = new ConcurrentHashMap<>();

  private ApiContract() {}

  /** True if the document has something at this path. */
  public static boolean knows(String path) {
    return DOCUMENT.knows(path);
  }

  /**
   * Notes an answer that is as documented.
   *
   * @throws AssertionError otherwise
   */
  public static void check(Seen seen) {
    var operation = DOCUMENT.find(seen.method(), seen.path());
    var everywhere = DOCUMENT.document().path("x-any-request");
    var status = Integer.toString(seen.status());
    var own = operation.map(o -> o.node().path("responses").path(status));
    if (own.isPresent() && !own.get().isMissingNode()) {
      checkBody(seen, DOCUMENT.resolve(own.get()));
      Coverage.note(operation.orElseThrow(), seen.status());
    } else if (everywhere.has(status)) {
      if (seen.status() == 405 && operation.isPresent()) {
        throw failure(seen, "the document has this operation (expected: another status than 405)");
      }
      checkBody(seen, DOCUMENT.resolve(everywhere.path(status)));
    } else if (operation.isEmpty() && NOT_HTTP.contains(seen.status())) {
      checkBody(seen, DOCUMENT.document().at("/components/responses/BadRequest"));
    } else {
      throw failure(
          seen,
          operation
              .map(o -> "status %s of %s is not documented (expected: %s)")
              .orElse("status %s of %s, which the document does not have (expected: 404 or 405%s)")
              .formatted(
                  status,
                  operation.map(Operation::toString).orElse("this operation"),
                  operation.map(o -> "one of " + o.statuses()).orElse("")));
    }
  }

  private static void checkBody(Seen seen, JsonNode response) {
    var content = response.path("content");
    if (content.isMissingNode() || seen.method().equals("HEAD")) {
      if (!seen.body().isEmpty()) {
        throw failure(seen, "a body (expected: none)");
      }
      return;
    }
    var media = content.path(seen.mediaType());
    if (media.isMissingNode()) {
      var known = content.properties().stream().map(Map.Entry::getKey).toList();
      throw failure(
          seen, "content type " + seen.contentType() + " (expected: one of " + known + ")");
    }
    var body = body(seen);
    var mistakes = schema(seen, media).validate(body);
    if (!mistakes.isEmpty()) {
      throw failure(
          seen,
          mistakes.stream().map(ValidationMessage::getMessage).collect(Collectors.joining("\n  ")));
    }
    if (seen.status() >= FIRST_ERROR) {
      checkStatusInBody(seen, body);
    }
  }

  private static void checkStatusInBody(Seen seen, JsonNode body) {
    var status = Integer.toString(seen.status());
    boolean told =
        body.isTextual()
            ? body.asText().contains("<h1>" + status + " ") || body.asText().startsWith(status)
            : !body.has("code") || body.path("code").asInt() == seen.status();
    if (!told) {
      throw failure(seen, "the body tells another status (expected: " + status + ")");
    }
  }

  private static JsonNode body(Seen seen) {
    if (!seen.mediaType().equals("application/json")) {
      return JsonNodeFactory.instance.textNode(seen.body());
    }
    try {
      return JSON.readTree(seen.body());
    } catch (JsonProcessingException e) {
      throw failure(seen, "no JSON: " + e.getOriginalMessage());
    }
  }

  private static JsonSchema schema(Seen seen, JsonNode media) {
    var schema = media.path("schema");
    for (var other : media.path("x-schema-with-query").properties()) {
      if (!seen.parameters().getOrDefault(other.getKey(), "").isEmpty()) {
        schema = other.getValue();
      }
    }
    return COMPILED.computeIfAbsent(schema, ApiContract::compiled);
  }

  /** The shared schemas of the document as one JSON schema. */
  private static String shared() {
    var schemas = DOCUMENT.document().at("/components/schemas");
    return linked(JsonNodeFactory.instance.objectNode().set("$defs", schemas));
  }

  /** A schema of its own, whose references lead to the shared ones. */
  private static JsonSchema compiled(JsonNode schema) {
    return SCHEMAS.getSchema(linked(schema));
  }

  private static String linked(JsonNode schema) {
    return schema
        .toString()
        .replace("\"$ref\":\"#/components/schemas/", "\"$ref\":\"" + IRI + "#/$defs/");
  }

  private static AssertionError failure(Seen seen, String what) {
    return new AssertionError("not as the OpenAPI document has it: " + what + "\nin " + seen);
  }
}
