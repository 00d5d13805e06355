package io.murmuration.central.subcloud.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Problem;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A bootstrap file as JSON, for the {@code saved_payload} of a secondary subcloud. Whatever is
 * called a password, at any depth, is left out: nothing here may hold one in clear.
 */
final class SavedPayload {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The collections around the node at hand. */
  private final Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());

  private final List<Problem> problems;

  private SavedPayload(List<Problem> problems) {
    this.problems = problems;
  }

  /** Adds to {@code problems} what has no JSON form. */
  static ObjectNode of(MappingNode file, List<Problem> problems) {
    return new SavedPayload(problems).mapping(file);
  }

  private ObjectNode mapping(MappingNode node) {
    above.add(node);
    var json = JSON.objectNode();
    for (var entry : node.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && !Field.isSecret(key.getValue())) {
        json.set(key.getValue(), value(entry.getValueNode()));
      }
    }
    above.remove(node);
    return json;
  }

  private JsonNode value(Node node) {
    if (above.contains(node)) {
      problems.add(BootstrapYaml.at(node.getStartMark(), "an alias inside itself", "no such loop"));
      return JSON.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> mapping(mapping);
      case SequenceNode sequence -> sequence(sequence);
      case ScalarNode scalar -> scalar(scalar);
      case Node other -> throw new IllegalStateException("YAML node: " + other.getNodeId());
    };
  }

  private JsonNode sequence(SequenceNode node) {
    above.add(node);
    var json = JSON.arrayNode();
    node.getValue().forEach(element -> json.add(value(element)));
    above.remove(node);
    return json;
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getTag().equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (node.getTag().equals(Tag.BOOL)) {
      return JSON.booleanNode(List.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT)));
    }
    if (node.getTag().equals(Tag.INT) && text.matches("-?[1-9][0-9]{0,17}|0")) {
      return JSON.numberNode(Long.parseLong(text));
    }
    return JSON.textNode(text);
  }
}
