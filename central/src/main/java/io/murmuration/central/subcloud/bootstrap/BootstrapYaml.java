package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads a bootstrap file's top level, keeping where each value stands. Builds no objects. */
public final class BootstrapYaml {
  /** The form part that carries the file. */
  public static final String PART = "bootstrap_values";

  // A list used in more places than this is no configuration but an attempt to fill the memory.
  private static final int MAX_ALIASES = 10;

  private BootstrapYaml() {}

  public static BootstrapInput read(String text) {
    Node root;
    try {
      root = new Yaml(options()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      return broken(String.valueOf(e.getProblem()), e.getProblemMark());
    } catch (ReaderException e) {
      return broken("a character that YAML does not allow", null);
    } catch (YAMLException e) {
      return broken(String.valueOf(e.getMessage()), null);
    }
    return switch (root) {
      case null -> broken("nothing but comments", null);
      case MappingNode mapping -> fields(mapping);
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) ->
          broken("nothing but comments", null);
      case Node other -> broken("a " + other.getNodeId(), other.getStartMark());
    };
  }

  private static BootstrapInput fields(MappingNode mapping) {
    Map<String, Field> fields = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (var entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(at(entry.getKeyNode().getStartMark(), "a collection as key", "a text as key"));
        continue;
      }
      var value = entry.getValueNode();
      if (value.getTag().equals(Tag.NULL)) {
        continue;
      }
      var field = field(key.getValue(), value);
      if (fields.putIfAbsent(field.key(), field) != null) {
        problems.add(field.problem("each key once; it stands further up already"));
      }
    }
    var saved = SavedPayload.of(mapping, problems);
    return new BootstrapInput(fields, saved, problems);
  }

  private static Field field(String key, Node value) {
    var mark = value.getStartMark();
    return switch (value) {
      case ScalarNode scalar ->
          new Field(key, scalar.getValue().strip(), shape(scalar), line(mark), column(mark));
      case Node collection -> new Field(key, "", Field.Shape.COLLECTION, line(mark), column(mark));
    };
  }

  private static Field.Shape shape(ScalarNode scalar) {
    var tag = scalar.getTag();
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Field.Shape.NUMBER : Field.Shape.TEXT;
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    return options;
  }

  private static BootstrapInput broken(String what, @Nullable Mark mark) {
    return BootstrapInput.unreadable(at(mark, what, "a YAML mapping of bootstrap values"));
  }

  static Problem at(@Nullable Mark mark, String given, String expected) {
    return mark == null
        ? new Problem(PART, given, expected, null, null)
        : new Problem(PART, given, expected, line(mark), column(mark));
  }

  private static Integer line(Mark mark) {
    return mark.getLine() + 1;
  }

  private static Integer column(Mark mark) {
    return mark.getColumn() + 1;
  }
}
