package io.murmuration.central.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values of all keys, read once: variables before file before defaults. A wrong value is a
 * problem and reads as the default, so that one pass finds every mistake. Used by one thread.
 */
public final class Values {
  private final Map<Key<?>, String> texts = new LinkedHashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Set<Key<?>> wrong = new HashSet<>();

  private Values() {}

  /**
   * @param yaml text of the file; empty if there is none
   * @param environment only variables that start with {@code MURMURATION_} are looked at
   * @param alsoKnown variables of that kind that are not keys
   */
  public static Values read(
      List<Key<?>> keys, String yaml, Map<String, String> environment, List<String> alsoKnown) {
    var values = new Values();
    var file = YamlFile.parse(yaml);
    values.problems.addAll(file.problems());
    var unknown = new LinkedHashMap<>(file.entries());
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeIf(name -> !Key.isOurs(name) || alsoKnown.contains(name));
    for (var key : keys) {
      var entry = unknown.remove(key.name());
      var variable = variables.remove(key.variable());
      var text = key.byDefault();
      if (entry != null && values.isGood(key, entry.text(), entry.where())) {
        text = entry.text();
      }
      if (variable != null && values.isGood(key, variable, key.variable())) {
        text = variable;
      }
      values.texts.put(key, text);
    }
    unknown.forEach((name, entry) -> values.unknown(entry.where(), name, keys));
    variables.keySet().forEach(name -> values.unknown(name, name, keys));
    return values;
  }

  public <T> T get(Key<T> key) {
    var text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("key: " + key.name() + " (expected: one of the table)");
    }
    return key.value(text);
  }

  /**
   * For rules that span keys. Says nothing if one of the keys has a wrong value of its own: its
   * default, which stands in for it, is not what the operator meant.
   *
   * @param other what {@code key} is compared with
   */
  public void require(boolean holds, Key<?> key, String expected, Key<?> other) {
    if (!holds && !wrong.contains(key) && !wrong.contains(other)) {
      var given = key.shown(String.valueOf(texts.get(key)));
      problems.add(new ConfigProblem(null, key.name(), given, expected));
    }
  }

  /** Every mistake found so far, in the order of the file. */
  public List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  /** {@code key=value} of every key that differs from its default; secrets masked. */
  public String changes() {
    return texts.entrySet().stream()
        .filter(e -> !e.getValue().equals(e.getKey().byDefault()))
        .map(e -> e.getKey().name() + "=" + e.getKey().shown(e.getValue()))
        .collect(Collectors.joining(" "));
  }

  private boolean isGood(Key<?> key, String text, String where) {
    if (key.type().parser().apply(text).isPresent()) {
      return true;
    }
    wrong.add(key);
    problems.add(new ConfigProblem(where, key.name(), key.shown(text), key.type().expected()));
    return false;
  }

  private void unknown(String where, String name, List<Key<?>> keys) {
    var section = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : "";
    var near =
        keys.stream()
            .map(Key::name)
            .filter(known -> !section.isEmpty() && known.startsWith(section))
            .collect(Collectors.joining(", "));
    problems.add(
        new ConfigProblem(
            where,
            name,
            "unknown key",
            near.isEmpty() ? "a key of docs/configuration.md" : "one of " + near));
  }
}
