package io.murmuration.central.subcloud.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.yaml.YamlNode;

/** A YAML tree as JSON. Numbers that are not decimal and whole stay the text they were. */
final class TreeJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TreeJson() {}

  static ObjectNode object(YamlNode.Fields node) {
    var json = JSON.objectNode();
    node.fields().forEach((key, value) -> json.set(key, value(value)));
    return json;
  }

  private static JsonNode value(YamlNode node) {
    return switch (node) {
      case YamlNode.Fields fields -> object(fields);
      case YamlNode.Elements elements -> array(elements);
      case YamlNode.Whole(var number, _, _) -> JSON.numberNode(number);
      case YamlNode.Truth(var truth, _, _) -> JSON.booleanNode(truth);
      case YamlNode.Nothing _ -> JSON.nullNode();
      case YamlNode.Scalar scalar -> JSON.textNode(scalar.text());
    };
  }

  private static ArrayNode array(YamlNode.Elements elements) {
    var json = JSON.arrayNode();
    elements.elements().forEach(element -> json.add(value(element)));
    return json;
  }
}
