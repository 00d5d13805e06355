package io.murmuration.central.subcloud.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Problem;
import io.murmuration.central.yaml.Place;
import io.murmuration.central.yaml.YamlDocument;
import io.murmuration.central.yaml.YamlMistake;
import io.murmuration.central.yaml.YamlNode;
import io.murmuration.central.yaml.YamlReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML mapping that somebody sent, perhaps under form fields of the same flat namespace
 * (contract, quirk Q9: a form field hides the file's key of the same name). A YAML null counts as
 * not given. Immutable, but for the JSON, which nobody changes.
 *
 * @param json the file's content, secrets included
 * @param problems what is wrong with the file as such; rules do not repeat it
 * @param readable false if the file was no mapping at all: no rule can say anything about it
 */
public record SiteValues(
    Map<String, Field> fields, ObjectNode json, List<Problem> problems, boolean readable) {
  /** Twenty times a large bootstrap file; a parser needs half a second of a core for it. */
  public static final int MOST_BYTES = 256 * 1024;

  public SiteValues {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    problems = List.copyOf(problems);
  }

  /** No file. */
  public static SiteValues empty() {
    return new SiteValues(Map.of(), JsonNodeFactory.instance.objectNode(), List.of(), true);
  }

  /**
   * Reads a file.
   *
   * @param part what the file is called in complaints
   */
  public static SiteValues read(String part, byte[] file) {
    if (file.length > MOST_BYTES) {
      return unreadable(
          new Problem(part, file.length + " bytes", "at most %d bytes".formatted(MOST_BYTES)));
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return parse(part, text);
    } catch (CharacterCodingException _) {
      return unreadable(new Problem(part, "bytes that are not text", "UTF-8"));
    }
  }

  /** Reads a file that is text already. */
  public static SiteValues read(String part, String text) {
    return read(part, text.getBytes(StandardCharsets.UTF_8));
  }

  private static SiteValues parse(String part, String text) {
    return switch (YamlReader.read(text)) {
      case YamlDocument.Unreadable(var mistake) -> unreadable(problem(part, mistake));
      case YamlDocument.Read(YamlNode.Fields root, var mistakes) -> mapping(part, root, mistakes);
      case YamlDocument.Read(YamlNode.Nothing _, _) ->
          unreadable(new Problem(part, "nothing but comments", "a YAML mapping of values"));
      case YamlDocument.Read(var root, _) ->
          unreadable(problem(part, kind(root), "a YAML mapping of values", root.place()));
    };
  }

  /** The same file under these form fields. */
  public SiteValues under(Map<String, String> form) {
    var all = new LinkedHashMap<>(fields);
    form.forEach((key, text) -> all.put(key, Field.ofForm(key, text)));
    return new SiteValues(all, json, problems, readable);
  }

  /** The value of a key; empty if it is not given or null. */
  public Optional<Field> field(String key) {
    return written(key).filter(field -> field.shape() != Field.Shape.NOTHING);
  }

  /** The value of a key, also if it is null. */
  public Optional<Field> written(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /** The value of a key as text; empty if it is not given, or is a list or mapping. */
  public Optional<String> text(String key) {
    return field(key).filter(f -> f.shape() != Field.Shape.COLLECTION).map(Field::text);
  }

  /** A complaint that points to where the value stands, if it stands anywhere. */
  public Problem problem(String key, String expected) {
    return written(key)
        .map(field -> field.problem(expected))
        .orElseGet(() -> new Problem(key, "nothing", expected));
  }

  private static SiteValues mapping(String part, YamlNode.Fields root, List<YamlMistake> mistakes) {
    Map<String, Field> fields = new LinkedHashMap<>();
    root.fields().forEach((key, node) -> fields.put(key, Field.of(key, node)));
    var problems = mistakes.stream().map(mistake -> problem(part, mistake)).toList();
    return new SiteValues(fields, TreeJson.object(root), problems, true);
  }

  private static SiteValues unreadable(Problem problem) {
    return new SiteValues(Map.of(), JsonNodeFactory.instance.objectNode(), List.of(problem), false);
  }

  private static String kind(YamlNode root) {
    return root instanceof YamlNode.Elements ? "a list" : "a single value";
  }

  private static Problem problem(String part, YamlMistake mistake) {
    var field = mistake.path().isEmpty() ? part : mistake.path();
    return problem(field, mistake.given(), mistake.expected(), mistake.place());
  }

  private static Problem problem(String field, String given, String expected, Place place) {
    return new Problem(field, given, expected, place.line(), place.column());
  }

  /** Keys only: values may be secrets. */
  @Override
  public String toString() {
    return "SiteValues" + fields.keySet();
  }
}
