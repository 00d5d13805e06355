package io.murmuration.central.subcloud.document;

import io.murmuration.central.api.Problem;
import io.murmuration.central.yaml.Place;
import io.murmuration.central.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * One value as somebody wrote it.
 *
 * @param text as written, without space around; empty for a collection
 * @param place null for a form field
 */
public record Field(String key, String text, Shape shape, @Nullable Place place) {
  /** What YAML makes of a value; a form field always is text. */
  public enum Shape {
    TEXT,
    WHOLE_NUMBER,
    OTHER_SCALAR,
    NOTHING,
    COLLECTION
  }

  static Field ofForm(String key, String text) {
    return new Field(key, text, Shape.TEXT, null);
  }

  static Field of(String key, YamlNode node) {
    return switch (node) {
      case YamlNode.Fields _, YamlNode.Elements _ ->
          new Field(key, "", Shape.COLLECTION, node.place());
      case YamlNode.Text(var text, var place) -> new Field(key, text.strip(), Shape.TEXT, place);
      case YamlNode.Whole(_, var text, var place) ->
          new Field(key, text, Shape.WHOLE_NUMBER, place);
      case YamlNode.Nothing(var text, var place) -> new Field(key, text, Shape.NOTHING, place);
      case YamlNode.Scalar other ->
          new Field(key, other.text().strip(), Shape.OTHER_SCALAR, other.place());
    };
  }

  public boolean isOfForm() {
    return place == null;
  }

  /** A complaint that points to where the value stands. */
  public Problem problem(String expected) {
    return place == null
        ? new Problem(key, shown(), expected)
        : new Problem(key, shown(), expected, place.line(), place.column());
  }

  private String shown() {
    if (Secrets.isSecret(key)) {
      return "a secret";
    }
    return switch (shape) {
      case COLLECTION -> "a list or mapping";
      case NOTHING -> "nothing";
      case TEXT, WHOLE_NUMBER, OTHER_SCALAR -> text.isEmpty() ? "an empty text" : text;
    };
  }

  /** Never the text: some keys hold secrets. */
  @Override
  public String toString() {
    return "Field[" + key + "]";
  }
}
