package io.murmuration.central.testing.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.api.system.OpenApiDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The hub's OpenAPI document as a tree, and what it says about a request. Immutable. */
public final class OpenApi {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final OpenApi SERVED = new OpenApi(OpenApiDocument.text());

  private final JsonNode document;
  private final List<Operation> operations;

  private OpenApi(String yaml) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    this.document =
        new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
    var found = new ArrayList<Operation>();
    for (var path : document.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          var node = method.getValue();
          found.add(
              new Operation(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  node.path("x-access").asText(),
                  node));
        }
      }
    }
    this.operations =
        found.stream()
            .sorted(Comparator.comparing(Operation::order).thenComparing(Operation::path))
            .toList();
  }

  /** What the hub serves at {@code /v1.0/openapi.yaml}. */
  public static OpenApi served() {
    return SERVED;
  }

  public JsonNode document() {
    return document;
  }

  public List<Operation> operations() {
    return operations;
  }

  /**
   * @param path as sent, without the query
   */
  Optional<Operation> find(String method, String path) {
    var segments = segments(path);
    return operations.stream()
        .filter(o -> o.method().equals(method) && o.matches(segments))
        .findFirst();
  }

  boolean knows(String path) {
    var segments = segments(path);
    return operations.stream().anyMatch(o -> o.matches(segments));
  }

  /** The node that a node with {@code $ref} means; any other node itself. */
  public JsonNode resolve(JsonNode node) {
    var ref = node.path("$ref").asText("");
    return ref.startsWith("#/") ? document.at(ref.substring(1)) : node;
  }

  static List<String> segments(String path) {
    var plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return List.of(plain.split("/", -1));
  }
}
