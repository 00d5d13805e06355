package io.murmuration.central.desired.type;

import io.murmuration.central.api.Problem;
import io.murmuration.central.desired.document.DocNode;
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
  private final DocNode node;
  private final Map<String, DocNode> fields;
  private final List<Problem> problems;
  private final Set<String> known = new LinkedHashSet<>();

  public FieldReader(String path, DocNode node, List<Problem> problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
    if (node instanceof DocNode.Fields(var given, _)) {
      this.fields = given;
    } else {
      this.fields = new LinkedHashMap<>();
      problems.add(node.problem(path.isEmpty() ? "document" : path, "an object"));
    }
  }

  public boolean isObject() {
    return node instanceof DocNode.Fields;
  }

  /** The value of a field, if it is there and not null. */
  public Optional<DocNode> node(String field) {
    known.add(field);
    var value = fields.get(field);
    return value instanceof DocNode.Nothing ? Optional.empty() : Optional.ofNullable(value);
  }

  /** The value of a field that must be there. */
  public Optional<DocNode> required(String field, String expected) {
    var value = node(field);
    if (value.isEmpty() && isObject()) {
      problem(field, fields.getOrDefault(field, new DocNode.Nothing(node.place())), expected);
    }
    return value;
  }

  public Optional<String> text(String field, String expected, Predicate<String> allowed) {
    return required(field, expected).flatMap(value -> checkText(field, value, expected, allowed));
  }

  public Optional<Boolean> truth(String field) {
    return required(field, "true or false")
        .flatMap(value -> {
          if (value instanceof DocNode.Truth(var truth, _)) {
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
          if (value instanceof DocNode.Whole(var number, _) && number >= least && number <= most) {
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
    if (!(value.get() instanceof DocNode.Elements(var elements, _))
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
      String field, DocNode value, String expected, Predicate<String> allowed) {
    if (value instanceof DocNode.Text(var text, _) && allowed.test(text)) {
      return Optional.of(text);
    }
    problem(field, value, expected);
    return Optional.empty();
  }

  public void problem(String field, DocNode value, String expected) {
    problems.add(value.problem(path.isEmpty() ? field : path + "." + field, expected));
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
