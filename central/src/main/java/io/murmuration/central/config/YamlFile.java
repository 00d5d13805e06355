package io.murmuration.central.config;

import io.murmuration.central.yaml.Place;
import io.murmuration.central.yaml.YamlDocument;
import io.murmuration.central.yaml.YamlNode;
import io.murmuration.central.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Flattens a YAML document to {@code a.b.c} keys and remembers the line of each. */
final class YamlFile {
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  record Entry(String text, String where) {}

  private YamlFile() {}

  static YamlFile parse(String text) {
    var file = new YamlFile();
    switch (YamlReader.read(text)) {
      case YamlDocument.Unreadable(var mistake) ->
          file.problem(mistake.place(), mistake.path(), mistake.given(), mistake.expected());
      case YamlDocument.Read(var root, var mistakes) -> {
        mistakes.forEach(mistake ->
            file.problem(mistake.place(), mistake.path(), mistake.given(), mistake.expected()));
        switch (root) {
          case YamlNode.Fields(var fields, _) -> file.addFields("", fields);
          case YamlNode.Nothing _ -> {} // an empty file, or nothing but comments: all is default
          case YamlNode.Elements(_, var place) ->
              file.problem(place, "", "a list", "keys with values");
          case YamlNode.Scalar scalar ->
              file.problem(scalar.place(), "", "a single value", "keys with values");
        }
      }
    }
    return file;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  private void addFields(String prefix, SequencedMap<String, YamlNode> fields) {
    fields.forEach((name, value) -> add(prefix.isEmpty() ? name : prefix + "." + name, value));
  }

  private void add(String key, YamlNode value) {
    switch (value) {
      case YamlNode.Fields(var fields, _) -> addFields(key, fields);
      case YamlNode.Scalar scalar -> put(key, scalar.text(), scalar.place());
      case YamlNode.Elements(var elements, var place) -> {
        if (elements.stream().allMatch(YamlNode.Scalar.class::isInstance)) {
          put(
              key,
              elements.stream()
                  .map(element -> ((YamlNode.Scalar) element).text())
                  .collect(Collectors.joining(",")),
              place);
        } else {
          problem(place, key, "a list of structures", "a list of plain values");
        }
      }
    }
  }

  private void put(String key, String text, Place place) {
    if (entries.putIfAbsent(key, new Entry(text, where(place))) != null) {
      problem(place, key, "given twice", "each key once");
    }
  }

  private void problem(Place place, String key, String given, String expected) {
    problems.add(new ConfigProblem(where(place), key.isEmpty() ? "file" : key, given, expected));
  }

  private static String where(Place place) {
    return "line " + place.line();
  }
}
