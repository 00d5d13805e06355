package io.murmuration.central.desired.type;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.yaml.Place;
import io.murmuration.central.yaml.YamlDocument;
import io.murmuration.central.yaml.YamlMistake;
import io.murmuration.central.yaml.YamlNode;
import io.murmuration.central.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Takes the fields of an object one by one and collects every mistake with its path and place. Not
 * thread-safe.
 */
public final class FieldReader {
  private final String path;
  private final YamlNode node;
  private final Map<String, YamlNode> fields;
  private final List<Problem> problems;
  private final Set<String> known = new LinkedHashSet<>();

  public FieldReader(String path, YamlNode node, List<Problem> problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
    if (node instanceof YamlNode.Fields(var given, _)) {
      this.fields = given;
    } else {
      this.fields = new LinkedHashMap<>();
      problems.add(problem(named(path), node.shown(), "an object", node.place()));
    }
  }

  /**
   * Begins with a whole document.
   *
   * @throws RefusedException 400 if the text is no document at all; lesser mistakes go to {@code
   *     problems}
   */
  public static FieldReader ofDocument(String text, List<Problem> problems) {
    return switch (YamlReader.read(text)) {
      case YamlDocument.Unreadable(var mistake) -> throw refused(mistake);
      case YamlDocument.Read(YamlNode.Nothing nothing, _) ->
          throw refused(new YamlMistake("", "nothing", "a YAML or JSON document", nothing.place()));
      case YamlDocument.Read(var root, var mistakes) -> {
        mistakes.forEach(mistake -> problems.add(problem(mistake)));
        yield new FieldReader("", root, problems);
      }
    };
  }

  /** Of an object in a field of this one; its mistakes are told with those of this one. */
  FieldReader inner(String field, YamlNode value) {
    return new FieldReader(path.isEmpty() ? field : path + "." + field, value, problems);
  }

  public boolean isObject() {
    return node instanceof YamlNode.Fields;
  }

  /** The value of a field, if it is there and not null. */
  public Optional<YamlNode> node(String field) {
    known.add(field);
    var value = fields.get(field);
    return value instanceof YamlNode.Nothing ? Optional.empty() : Optional.ofNullable(value);
  }

  /** The value of a field that must be there. */
  public Optional<YamlNode> required(String field, String expected) {
    var value = node(field);
    if (value.isEmpty() && isObject()) {
      problem(field, fields.getOrDefault(field, new YamlNode.Nothing("", node.place())), expected);
    }
    return value;
  }

  public Optional<String> text(String field, String expected, Predicate<String> allowed) {
    return required(field, expected).flatMap(value -> checkText(field, value, expected, allowed));
  }

  public Optional<Boolean> truth(String field) {
    return required(field, "true or false")
        .flatMap(value -> {
          if (value instanceof YamlNode.Truth(var truth, _, _)) {
            return Optional.of(truth);
          }
          problem(field, value, "true or false");
          return Optional.empty();
        });
  }

  public Optional<Long> whole(String field, long least, long most) {
    var expected = "a whole number from " + least + " to " + most;
    return required(field, expected)
        .flatMap(value -> {
          if (value instanceof YamlNode.Whole(var number, _, _)
              && number >= least
              && number <= most) {
            return Optional.of(number);
          }
          problem(field, value, expected);
          return Optional.empty();
        });
  }

  /**
   * A list of different texts; every wrong element is named.
   *
   * @param canonical the one spelling of an allowed text
   */
  public List<String> texts(
      String field,
      int least,
      int most,
      String expected,
      Predicate<String> allowed,
      UnaryOperator<String> canonical) {
    var bounds = "a list of " + least + " to " + most + ": " + expected;
    var value = required(field, bounds);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof YamlNode.Elements(var elements, _))
        || elements.size() < least
        || elements.size() > most) {
      problem(field, value.get(), bounds);
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (int i = 0; i < elements.size(); i++) {
      var name = field + "[" + i + "]";
      var element = elements.get(i);
      checkText(name, element, expected, allowed)
          .map(canonical)
          .ifPresent(text -> {
            if (texts.contains(text)) {
              problem(name, element, "each element once");
            } else {
              texts.add(text);
            }
          });
    }
    return texts;
  }

  private Optional<String> checkText(
      String field, YamlNode value, String expected, Predicate<String> allowed) {
    if (value instanceof YamlNode.Text(var text, _) && allowed.test(text)) {
      return Optional.of(text);
    }
    problem(field, value, expected);
    return Optional.empty();
  }

  public void problem(String field, YamlNode value, String expected) {
    problems.add(
        problem(
            path.isEmpty() ? field : path + "." + field, value.shown(), expected, value.place()));
  }

  private static RefusedException refused(YamlMistake mistake) {
    return new RefusedException(new ApiError.Invalid(List.of(problem(mistake))));
  }

  private static Problem problem(YamlMistake mistake) {
    return problem(named(mistake.path()), mistake.given(), mistake.expected(), mistake.place());
  }

  private static Problem problem(String field, String given, String expected, Place place) {
    return new Problem(field, given, expected, place.line(), place.column());
  }

  private static String named(String path) {
    return path.isEmpty() ? "document" : path;
  }

  /** Names every field that was not asked for. */
  public void refuseUnknown() {
    fields.forEach((field, value) -> {
      if (!known.contains(field)) {
        problem(field, value, "no such field; known: " + String.join(", ", known));
      }
    });
  }
}
