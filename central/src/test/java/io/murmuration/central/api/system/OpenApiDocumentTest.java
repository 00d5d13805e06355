package io.murmuration.central.api.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.Access;
import io.murmuration.central.testing.contract.OpenApi;
import io.murmuration.central.testing.contract.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document is whole, strict, and says of each operation what a client must know. */
class OpenApiDocumentTest {
  private static final Path DIRECTORY = Path.of("src", "main", "resources", "openapi");
  private static final OpenApi DOCUMENT = OpenApi.served();

  @Test
  void everyFileIsInTheDocumentAndNoneIsLong() throws IOException {
    List<String> names;
    try (var files = Files.list(DIRECTORY)) {
      names = files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList();
    }
    assertThat(OpenApiDocument.FILES).isEqualTo(names);
    for (var name : names) {
      assertThat(Files.readAllLines(DIRECTORY.resolve(name + ".yaml"))).hasSizeLessThan(500);
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
    Set<String> references = new HashSet<>();
    collect(DOCUMENT.document(), references);
    assertThat(references)
        .allSatisfy(ref ->
            assertThat(DOCUMENT.document().at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
    List<String> components = new ArrayList<>();
    for (var kind : DOCUMENT.document().path("components").properties()) {
      if (!kind.getKey().equals("securitySchemes")) {
        var prefix = "#/components/" + kind.getKey() + "/";
        kind.getValue().fieldNames().forEachRemaining(name -> components.add(prefix + name));
      }
    }
    assertThat(references).containsAll(components);
  }

  private static void collect(JsonNode node, Set<String> references) {
    if (node.path("$ref").isTextual()) {
      references.add(node.path("$ref").asText());
    }
    node.forEach(child -> collect(child, references));
  }

  @Test
  void everyOperationNamesItsRuleAndTheAnswersThatFollowFromIt() {
    assertThat(DOCUMENT.operations()).isNotEmpty();
    assertThat(DOCUMENT.operations().stream().map(o -> o.node().path("operationId").asText()))
        .doesNotHaveDuplicates()
        .doesNotContain("");
    for (var operation : DOCUMENT.operations()) {
      var access = Access.valueOf(operation.access());
      var statuses = operation.statuses();
      assertThat(statuses).as("%s", operation).contains(503);
      assertThat(statuses.contains(403))
          .as("403 of %s", operation)
          .isEqualTo(access != Access.PUBLIC && access != Access.ANY_TOKEN);
      if (access != Access.PUBLIC) {
        assertThat(statuses).as("%s", operation).contains(401);
      }
      assertThat(statuses.contains(413)).as("413 of %s", operation).isEqualTo(operation.hasBody());
    }
  }

  @Test
  void everyVariableOfAPathIsDescribed() {
    for (var path : DOCUMENT.document().path("paths").properties()) {
      Set<String> described = new LinkedHashSet<>();
      for (var parameter : path.getValue().path("parameters")) {
        described.add(DOCUMENT.resolve(parameter).path("name").asText());
      }
      Set<String> variables = new LinkedHashSet<>();
      for (var segment : path.getKey().split("/", -1)) {
        if (segment.startsWith("{")) {
          variables.add(segment.substring(1, segment.length() - 1));
        }
      }
      assertThat(described).as(path.getKey()).isEqualTo(variables);
    }
  }

  /** What an answer may have in it is closed, and all of it is always there. */
  @Test
  void everyObjectInAnAnswerForbidsUnknownKeysAndRequiresAll() {
    Set<JsonNode> seen = new HashSet<>();
    for (var operation : DOCUMENT.operations()) {
      for (var response : operation.node().path("responses")) {
        for (var media : DOCUMENT.resolve(response).path("content")) {
          check(operation, media.path("schema"), false, false, seen);
          media.path("x-schema-with-query").forEach(s -> check(operation, s, false, false, seen));
        }
      }
    }
  }

  /**
   * @param closed a schema around this one forbids other keys
   * @param partial a schema around this one lets keys be left out, because the caller named some
   */
  private static void check(
      Operation where, JsonNode node, boolean closed, boolean partial, Set<JsonNode> seen) {
    var schema = DOCUMENT.resolve(node);
    boolean closedHere = closed || schema.path("unevaluatedProperties").isBoolean();
    boolean partialHere = partial || schema.has("minProperties");
    if (!closedHere && !seen.add(schema)) {
      return;
    }
    var keys = keys(schema);
    if (!keys.isEmpty()) {
      var about = where + ": " + schema;
      assertThat(closedHere || schema.has("additionalProperties")).as(about).isTrue();
      if (!partialHere) {
        assertThat(required(schema)).as(about).isEqualTo(keys.size());
      }
    }
    keys.forEach(p -> check(where, p, false, false, seen));
    for (var part : schema.path("allOf")) {
      boolean whole = schema.path("unevaluatedProperties").isBoolean();
      check(where, part, whole, partialHere, seen);
    }
    for (var word : List.of("anyOf", "oneOf")) {
      schema.path(word).forEach(part -> check(where, part, false, false, seen));
    }
    if (schema.has("items")) {
      check(where, schema.path("items"), false, false, seen);
    }
    if (schema.path("additionalProperties").isObject()) {
      check(where, schema.path("additionalProperties"), false, false, seen);
    }
  }

  /** Also of a schema that adds to another one. */
  private static JsonNode keys(JsonNode schema) {
    return schema.has("$ref") ? keys(DOCUMENT.resolve(schema)) : schema.path("properties");
  }

  private static int required(JsonNode schema) {
    int own = schema.path("required").size();
    return schema.has("$ref") ? own + required(DOCUMENT.resolve(schema)) : own;
  }
}
