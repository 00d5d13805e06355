package io.murmuration.central.yaml;

import java.util.List;

/** What became of a text. Immutable. */
public sealed interface YamlDocument {
  /**
   * A tree, complete but for the mistakes.
   *
   * @param root {@link YamlNode.Nothing} for a text without content
   * @param mistakes keys given twice (the first counts) and keys that are no text (left out); at
   *     most {@link YamlReader#MOST_MISTAKES}
   */
  record Read(YamlNode root, List<YamlMistake> mistakes) implements YamlDocument {
    public Read {
      mistakes = List.copyOf(mistakes);
    }
  }

  /** No YAML, more than one document, or one beyond the bounds. */
  record Unreadable(YamlMistake mistake) implements YamlDocument {}
}
