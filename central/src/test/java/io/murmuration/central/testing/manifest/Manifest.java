package io.murmuration.central.testing.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One document of a manifest.
 *
 * @param file for messages
 */
public record Manifest(Path file, Object content) {
  /** All documents of all YAML files of a directory; a key that is given twice is an error. */
  public static List<Manifest> in(Path directory) {
    var all = new ArrayList<Manifest>();
    try (var files = Files.newDirectoryStream(directory, "*.yaml")) {
      for (var file : files) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        for (var content :
            new Yaml(new SafeConstructor(options)).loadAll(Files.readString(file))) {
          all.add(new Manifest(file, content));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  public String kind() {
    return text("kind");
  }

  public String name() {
    return text("metadata", "name");
  }

  /** The text, or number as text, at a path. */
  public String text(Object... path) {
    return String.valueOf(at(path));
  }

  /** The list at a path, each of its values as a manifest of its own. */
  public List<Manifest> list(Object... path) {
    if (at(path) instanceof List<?> values) {
      return values.stream().map(value -> new Manifest(file, value)).toList();
    }
    throw new AssertionError(file + ": no list at " + List.of(path));
  }

  /** What a path of keys and indices leads to; it must be there. */
  public Object at(Object... path) {
    Object found = content;
    for (var step : path) {
      var next =
          switch (found) {
            case Map<?, ?> map -> map.get(step);
            case List<?> list when step instanceof Integer index -> list.get(index);
            default -> null;
          };
      if (next == null) {
        throw new AssertionError(file + ": nothing at " + List.of(path));
      }
      found = next;
    }
    return found;
  }

  public List<String> keys() {
    return content instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  public boolean has(Object key) {
    return content instanceof Map<?, ?> map && map.containsKey(key);
  }
}
