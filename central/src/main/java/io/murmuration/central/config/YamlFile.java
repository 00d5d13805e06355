package io.murmuration.central.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Flattens a YAML document to {@code a.b.c} keys and remembers the line of each. */
final class YamlFile {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  record Entry(String text, String where) {}

  private YamlFile() {}

  static YamlFile parse(String text) {
    var file = new YamlFile();
    try {
      var root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root instanceof MappingNode mapping) {
        file.addMapping("", mapping);
      } else if (root != null) {
        file.problem(root, "file", root.getNodeId().toString(), "keys with values");
      }
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      var where = mark == null ? "file" : "line " + (mark.getLine() + 1);
      file.problems.add(
          new ConfigProblem(where, "file", String.valueOf(e.getProblem()), "correct YAML"));
    }
    return file;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  private void addMapping(String prefix, MappingNode mapping) {
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        problem(tuple.getKeyNode(), prefix, "a key that is no text", "text");
        continue;
      }
      add(
          prefix.isEmpty() ? name.getValue() : prefix + "." + name.getValue(),
          tuple.getValueNode());
    }
  }

  private void add(String key, Node value) {
    switch (value) {
      case MappingNode nested -> addMapping(key, nested);
      case ScalarNode scalar -> put(key, scalar.getValue(), scalar);
      case SequenceNode list -> {
        if (list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
          put(
              key,
              list.getValue().stream()
                  .map(element -> ((ScalarNode) element).getValue())
                  .collect(Collectors.joining(",")),
              list);
        } else {
          problem(list, key, "a list of structures", "a list of plain values");
        }
      }
      default -> problem(value, key, value.getNodeId().toString(), "a plain value");
    }
  }

  private void put(String key, String text, Node node) {
    if (entries.putIfAbsent(key, new Entry(text, where(node))) != null) {
      problem(node, key, "a second value", "each key once");
    }
  }

  private void problem(Node node, String key, String given, String expected) {
    problems.add(new ConfigProblem(where(node), key, given, expected));
  }

  private static String where(Node node) {
    return "line " + (node.getStartMark().getLine() + 1);
  }
}
