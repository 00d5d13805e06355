package io.murmuration.agent;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads settings from a file's and the environment's, the environment winning, and collects every
 * problem instead of stopping at the first. The key {@code hub.addresses} is {@code
 * MURMURATION_AGENT_HUB_ADDRESSES} in the environment.
 */
final class ConfigReader {
  private static final String PREFIX = "MURMURATION_AGENT_";

  private final Map<String, String> file;
  private final Map<String, String> environment;
  private final Set<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  ConfigReader(Map<String, String> file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  String text(String key, String otherwise, Predicate<String> valid, String expected) {
    known.add(key);
    var given = environment.getOrDefault(variable(key), file.getOrDefault(key, otherwise)).strip();
    if (!valid.test(given)) {
      problems.add(
          key + ": " + (given.isEmpty() ? "not set" : given) + " (expected: " + expected + ")");
      return otherwise;
    }
    return given;
  }

  List<String> list(String key, String otherwise, Predicate<String> valid, String expected) {
    known.add(key);
    var given = environment.getOrDefault(variable(key), file.getOrDefault(key, otherwise));
    var parts = new ArrayList<String>();
    for (var part : given.split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    for (var part : parts) {
      if (!valid.test(part)) {
        problems.add(key + ": " + part + " (expected: " + expected + ")");
      }
    }
    return List.copyOf(parts);
  }

  Duration duration(String key, Duration otherwise, Duration least, Duration most) {
    var given = text(key, otherwise.toString(), _ -> true, "a duration");
    try {
      var duration = Duration.parse(given);
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // told below, like one that is out of bounds
    }
    problems.add(
        key + ": " + given + " (expected: a duration between " + least + " and " + most + ")");
    return otherwise;
  }

  /** Settings that belong to somebody else, without the prefix. */
  SortedMap<String, String> section(String prefix) {
    var section = new TreeMap<String, String>();
    file.forEach((key, value) -> {
      if (key.startsWith(prefix)) {
        known.add(key);
        section.put(key.substring(prefix.length()), value);
      }
    });
    environment.forEach((name, value) -> {
      if (name.startsWith(variable(prefix))) {
        section.put(
            name.substring(variable(prefix).length()).toLowerCase(Locale.ROOT).replace('_', '.'),
            value);
      }
    });
    return section;
  }

  void problem(String text) {
    problems.add(text);
  }

  /** All that is wrong, unknown keys included: a misspelled key is a setting that does nothing. */
  List<String> problems() {
    var all = new ArrayList<>(problems);
    for (var key : new TreeSet<>(file.keySet())) {
      if (!known.contains(key)) {
        all.add(key + ": unknown (expected: one of " + String.join(", ", known) + ")");
      }
    }
    return List.copyOf(all);
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
