package io.murmuration.central.yaml;

import io.murmuration.central.yaml.YamlDocument.Unreadable;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one YAML document. Aliases are followed, but neither into themselves nor beyond the number
 * of values that one document may have: a short text cannot become a large tree. Stateless.
 */
public final class YamlReader {
  /** Values of one document, aliases counted each time they are used. */
  public static final int MOST_VALUES = 200_000;

  /** Levels of objects and lists. */
  public static final int DEEPEST = 32;

  /** Mistakes named at once. */
  public static final int MOST_MISTAKES = 100;

  private static final int MOST_ALIASES = 50;
  private static final String DOCUMENT = "one YAML or JSON document";

  private YamlReader() {}

  public static YamlDocument read(String text) {
    var forbidden = forbiddenCharacter(text);
    if (forbidden != null) {
      return new Unreadable(forbidden);
    }
    @Nullable Node root;
    try {
      root = new Yaml(bounds(text)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      return unreadable(given(e), DOCUMENT, e.getProblemMark());
    } catch (YAMLException e) {
      // what is left without a mark are the bounds of the library
      return unreadable(
          String.valueOf(e.getMessage()),
          "at most %d levels and %d uses of aliases".formatted(DEEPEST, MOST_ALIASES),
          null);
    }
    return root == null
        ? new YamlDocument.Read(new YamlNode.Nothing("", Place.START), List.of())
        : TreeBuilder.build(root);
  }

  private static LoaderOptions bounds(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(Math.max(1, text.length()));
    return options;
  }

  /** Looked for here, because the library's own complaint has no line. */
  private static @Nullable YamlMistake forbiddenCharacter(String text) {
    int line = 1;
    int lineStart = 0;
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (!StreamReader.isPrintable(character)) {
        return new YamlMistake(
            "",
            "the character U+%04X".formatted(character),
            "characters that YAML allows",
            new Place(line, text.codePointCount(lineStart, at) + 1));
      }
      at += Character.charCount(character);
      if (character == '\n') {
        line++;
        lineStart = at;
      }
    }
    return null;
  }

  private static String given(MarkedYAMLException e) {
    var problem = e.getProblem();
    if (problem == null) {
      return "unreadable";
    }
    // The library names the alias; a password without quotes may begin with an asterisk.
    return problem.startsWith("found undefined alias")
        ? "an alias whose anchor does not stand above it"
        : problem;
  }

  private static Unreadable unreadable(String given, String expected, @Nullable Mark mark) {
    return new Unreadable(
        new YamlMistake("", given, expected, mark == null ? Place.START : place(mark)));
  }

  static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
