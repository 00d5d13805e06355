package io.murmuration.central.subcloud.bootstrap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one flat namespace that the bootstrap file and the form share (contract, quirk Q9): a form
 * field hides the file's key of the same name. A YAML null counts as not given.
 *
 * @param saved the file's content without any password, for a secondary subcloud's record
 * @param problems what is wrong with the file as such; the rules do not repeat it
 */
public record BootstrapInput(Map<String, Field> fields, ObjectNode saved, List<Problem> problems) {
  public BootstrapInput {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    problems = List.copyOf(problems);
  }

  /** No file: the form's fields must say everything. */
  public static BootstrapInput empty() {
    return new BootstrapInput(Map.of(), JsonNodeFactory.instance.objectNode(), List.of());
  }

  /** What a file that is no YAML mapping at all becomes; no rule can say anything about it. */
  public static BootstrapInput unreadable(Problem problem) {
    return new BootstrapInput(Map.of(), JsonNodeFactory.instance.objectNode(), List.of(problem));
  }

  /** The same file under these form fields. */
  public BootstrapInput under(Map<String, String> form) {
    var all = new LinkedHashMap<>(fields);
    form.forEach((key, text) -> all.put(key, Field.ofForm(key, text)));
    return new BootstrapInput(all, saved, problems);
  }

  /** The value of a key as text; empty if it is not given, or is a list or mapping. */
  public Optional<String> text(String key) {
    return field(key).filter(f -> f.shape() != Field.Shape.COLLECTION).map(Field::text);
  }

  /** False if the file could not be read at all. */
  boolean hasFile() {
    return !saved.isEmpty() || problems.isEmpty();
  }

  /** A complaint that points to where the value stands. */
  public Problem problem(String key, String expected) {
    return field(key)
        .map(field -> field.problem(expected))
        .orElseGet(() -> new Problem(key, "nothing", expected, null, null));
  }

  Optional<Field> field(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /** Keys only: values may be secrets. */
  @Override
  public String toString() {
    return "BootstrapInput" + fields.keySet();
  }
}
