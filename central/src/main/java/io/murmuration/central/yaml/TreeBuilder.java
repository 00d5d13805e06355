package io.murmuration.central.yaml;

import io.murmuration.central.yaml.YamlNode.Elements;
import io.murmuration.central.yaml.YamlNode.Fields;
import io.murmuration.central.yaml.YamlNode.Nothing;
import io.murmuration.central.yaml.YamlNode.Other;
import io.murmuration.central.yaml.YamlNode.OtherNumber;
import io.murmuration.central.yaml.YamlNode.Text;
import io.murmuration.central.yaml.YamlNode.Truth;
import io.murmuration.central.yaml.YamlNode.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes the tree of one document from the library's graph, in which an alias is the very node of
 * its anchor: the same node in many places, or inside itself. Used once, by one thread.
 */
final class TreeBuilder {
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");

  /** Keys and indices on the way to the value at hand; made a path only if it is wrong. */
  private final Deque<String> way = new ArrayDeque<>();

  /** The collections around the value at hand. */
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private final List<YamlMistake> mistakes = new ArrayList<>();
  private int values;

  /** Set when a bound is reached: nothing more is converted then. */
  private @Nullable YamlMistake beyond;

  private TreeBuilder() {}

  static YamlDocument build(Node root) {
    var builder = new TreeBuilder();
    var tree = builder.convert(root);
    return builder.beyond == null
        ? new YamlDocument.Read(tree, builder.mistakes)
        : new YamlDocument.Unreadable(builder.beyond);
  }

  private YamlNode convert(Node node) {
    var place = YamlReader.place(node.getStartMark());
    if (isBeyond(node, place)) {
      return new Nothing("", place);
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, place);
      case MappingNode mapping -> {
        open.add(mapping);
        var fields = fields(mapping);
        open.remove(mapping);
        yield new Fields(fields, place);
      }
      case SequenceNode sequence -> {
        open.add(sequence);
        var elements = elements(sequence);
        open.remove(sequence);
        yield new Elements(elements, place);
      }
      default -> throw new IllegalStateException("YAML node: " + node.getNodeId());
    };
  }

  private boolean isBeyond(Node node, Place place) {
    if (beyond != null) {
      return true;
    }
    values++;
    if (open.contains(node)) {
      beyond = mistake("an alias inside its own anchor", "no such loop", place);
    } else if (way.size() > YamlReader.DEEPEST) {
      beyond = mistake("nested too deeply", "at most " + YamlReader.DEEPEST + " levels", place);
    } else if (values > YamlReader.MOST_VALUES) {
      beyond =
          mistake("too many values, aliases followed", "at most " + YamlReader.MOST_VALUES, place);
    }
    return beyond != null;
  }

  private List<YamlNode> elements(SequenceNode sequence) {
    var elements = new ArrayList<YamlNode>();
    for (var element : sequence.getValue()) {
      way.addLast("[" + elements.size() + "]");
      elements.add(convert(element));
      way.removeLast();
      if (beyond != null) {
        break;
      }
    }
    return elements;
  }

  private SequencedMap<String, YamlNode> fields(MappingNode mapping) {
    var fields = new LinkedHashMap<String, YamlNode>();
    for (var entry : mapping.getValue()) {
      var at = YamlReader.place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        note("a key that is no text", "text keys", at);
        continue;
      }
      way.addLast(key.getValue());
      if (fields.containsKey(key.getValue())) {
        note("given twice", "each field once", at);
      } else {
        fields.put(key.getValue(), convert(entry.getValueNode()));
      }
      way.removeLast();
      if (beyond != null) {
        break;
      }
    }
    return fields;
  }

  private static YamlNode scalar(ScalarNode scalar, Place place) {
    var text = scalar.getValue();
    var tag = scalar.getTag();
    if (tag.equals(Tag.STR)) {
      return new Text(text, place);
    }
    if (tag.equals(Tag.NULL)) {
      return new Nothing(text, place);
    }
    if (tag.equals(Tag.BOOL)) {
      var word = text.toLowerCase(Locale.ROOT);
      return TRUE.contains(word) || FALSE.contains(word)
          ? new Truth(TRUE.contains(word), text, place)
          : new Other(text, place);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return tag.equals(Tag.INT) && WHOLE.matcher(text).matches()
          ? new Whole(Long.parseLong(text), text, place)
          : new OtherNumber(text, place);
    }
    return new Other(text, place);
  }

  private void note(String given, String expected, Place place) {
    if (mistakes.size() < YamlReader.MOST_MISTAKES) {
      mistakes.add(mistake(given, expected, place));
    }
  }

  private YamlMistake mistake(String given, String expected, Place place) {
    var path = new StringBuilder();
    for (var step : way) {
      path.append(path.isEmpty() || step.startsWith("[") ? "" : ".").append(step);
    }
    return new YamlMistake(path.toString(), given, expected, place);
  }
}
