package io.murmuration.central.desired.document;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML document (JSON is YAML). Bounded: aliases, depth and size, so that a small
 * document cannot become a large one. Stateless.
 */
public final class DocumentReader {
  private static final int MOST_ALIASES = 50;
  private static final int DEEPEST = 32;

  private DocumentReader() {}

  /**
   * @throws RefusedException 400 with line and column if it is no document, or more than one; all
   *     doubled keys are named at once
   */
  public static DocNode read(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(Math.max(1, text.length()));
    Node root;
    try {
      root = new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      throw refused(syntax(e));
    } catch (YAMLException e) {
      throw refused(
          List.of(
              new Problem("document", String.valueOf(e.getMessage()), "a YAML or JSON document")));
    }
    if (root == null) {
      throw refused(List.of(new Problem("document", "nothing", "a YAML or JSON document")));
    }
    var problems = new ArrayList<Problem>();
    var converted = convert(root, "", 0, problems);
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
    return converted;
  }

  private static DocNode convert(Node node, String path, int depth, List<Problem> problems) {
    var place = place(node.getStartMark());
    if (depth > DEEPEST) {
      problems.add(new Problem(path, "nested too deeply", "at most " + DEEPEST + " levels", 1, 1));
      return new DocNode.Nothing(place);
    }
    return switch (node) {
      case MappingNode mapping -> fields(mapping, path, depth, problems);
      case SequenceNode sequence -> {
        var elements = new ArrayList<DocNode>();
        for (var element : sequence.getValue()) {
          elements.add(convert(element, path + "[" + elements.size() + "]", depth + 1, problems));
        }
        yield new DocNode.Elements(elements, place);
      }
      case ScalarNode scalar -> scalar(scalar, place);
      case AnchorNode anchor -> convert(anchor.getRealNode(), path, depth + 1, problems);
      default -> new DocNode.Other(node.getTag().getValue(), place);
    };
  }

  private static DocNode fields(
      MappingNode mapping, String path, int depth, List<Problem> problems) {
    var fields = new LinkedHashMap<String, DocNode>();
    for (var entry : mapping.getValue()) {
      var at = place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.add(
            new Problem(
                path.isEmpty() ? "document" : path,
                "a key that is no text",
                "text keys",
                at.line(),
                at.column()));
        continue;
      }
      var key = keyNode.getValue();
      var field = path.isEmpty() ? key : path + "." + key;
      var value = convert(entry.getValueNode(), field, depth + 1, problems);
      if (fields.putIfAbsent(key, value) != null) {
        problems.add(new Problem(field, "given twice", "each field once", at.line(), at.column()));
      }
    }
    return new DocNode.Fields(fields, place(mapping.getStartMark()));
  }

  private static DocNode scalar(ScalarNode scalar, Place place) {
    var text = scalar.getValue();
    if (scalar.getTag().equals(Tag.NULL)) {
      return new DocNode.Nothing(place);
    }
    if (scalar.getTag().equals(Tag.BOOL)) {
      return new DocNode.Truth(
          List.of("true", "yes", "on").contains(text.toLowerCase(java.util.Locale.ROOT)), place);
    }
    if (scalar.getTag().equals(Tag.INT) && text.matches("-?[0-9]{1,18}")) {
      return new DocNode.Whole(Long.parseLong(text), place);
    }
    return scalar.getTag().equals(Tag.STR)
        ? new DocNode.Text(text, place)
        : new DocNode.Other(text, place);
  }

  private static List<Problem> syntax(MarkedYAMLException e) {
    var mark = e.getProblemMark();
    var problem = e.getProblem() == null ? "unreadable" : e.getProblem();
    return List.of(
        mark == null
            ? new Problem("document", problem, "one YAML or JSON document")
            : new Problem(
                "document",
                problem,
                "one YAML or JSON document",
                mark.getLine() + 1,
                mark.getColumn() + 1));
  }

  private static Place place(Mark mark) {
    return mark == null ? new Place(1, 1) : new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static RefusedException refused(List<Problem> problems) {
    return new RefusedException(new ApiError.Invalid(problems));
  }
}
