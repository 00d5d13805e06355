package io.murmuration.agent.site.starlingx;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Takes settings one by one and collects every problem. Not thread-safe. */
final class SettingsReader {
  static final String PREFIX = "starlingx.";
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Pattern ADDRESS =
      Pattern.compile("(?<host>[^\\s:\\[\\]]+|\\[[0-9a-fA-F:.]+]):(?<port>[1-9]\\d{0,4})");
  private static final int LARGEST_PORT = 65_535;

  private static final Pattern PASSWORD = Pattern.compile("(?i)(password\\s*=)[^&]*+");
  private static final int HIGHEST_PORT = 65_535;

  private final Map<String, String> section;
  private final Set<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Map<String, String> section) {
    this.section = section;
  }

  /** An empty {@code otherwise} means that the setting is needed. */
  String text(String key, String otherwise) {
    known.add(key);
    var given = section.getOrDefault(key, otherwise).strip();
    if (given.isEmpty()) {
      missing(key, "text");
    }
    return given;
  }

  /** The address of a service, to which the paths of its API are added. */
  URI service(String key, String otherwise) {
    var given = text(key, otherwise);
    try {
      var uri = URI.create(given);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && (uri.getPath().isEmpty() || uri.getPath().equals("/"))) {
        return uri;
      }
    } catch (IllegalArgumentException _) {
      // told below, like one of another form
    }
    problem(key, given, "http://host:port or https://host:port, without path");
    return URI.create(otherwise);
  }

  /** As {@link #service}; empty if it is not set. */
  Optional<URI> optionalService(String key) {
    known.add(key);
    return section.getOrDefault(key, "").isBlank()
        ? Optional.empty()
        : Optional.of(service(key, "http://localhost:1"));
  }

  /** A listener of the site; looked up when it is used. */
  InetSocketAddress address(String key, String otherwise) {
    var given = text(key, otherwise);
    var match = ADDRESS.matcher(given);
    if (match.matches() && Integer.parseInt(match.group("port")) <= LARGEST_PORT) {
      return InetSocketAddress.createUnresolved(
          match.group("host"), Integer.parseInt(match.group("port")));
    }
    problem(key, given, "host:port, as in 192.0.2.1:6386 or [2001:db8::1]:6386");
    return InetSocketAddress.createUnresolved("localhost", 1);
  }

  Optional<Path> file(String key) {
    known.add(key);
    var given = section.getOrDefault(key, "").strip();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    var file = Path.of(given);
    if (!Files.isReadable(file)) {
      problem(key, given, "a file that the agent can read");
    }
    return Optional.of(file);
  }

  /** Empty if it is not set. */
  String optional(String key, String pattern, String expected) {
    known.add(key);
    var given = section.getOrDefault(key, "").strip();
    if (!given.isEmpty() && !given.matches(pattern)) {
      problem(key, PASSWORD.matcher(given).replaceAll("$1***"), expected);
    }
    return given;
  }

  /** Elements separated by commas. */
  List<InetSocketAddress> addresses(String key) {
    var addresses = new ArrayList<InetSocketAddress>();
    var given =
        optional(
            key,
            "[^,\\s]+:\\d{1,5}(\\s*,\\s*[^,\\s]+:\\d{1,5})*",
            "host:port, or several, separated by commas");
    for (var address : given.split(",")) {
      int colon = address.lastIndexOf(':');
      if (colon < 0) {
        continue;
      }
      int port = Integer.parseInt(address.substring(colon + 1).strip());
      if (port < 1 || port > HIGHEST_PORT) {
        problem(key, address.strip(), "a port of 1 to " + HIGHEST_PORT);
      } else {
        var host = address.substring(0, colon).strip();
        addresses.add(InetSocketAddress.createUnresolved(host, port));
      }
    }
    return addresses;
  }

  Duration duration(String key, Duration otherwise) {
    var given = text(key, otherwise.toString());
    try {
      var duration = Duration.parse(given);
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // told below, like one that is out of bounds
    }
    problem(key, given, "a duration up to " + LONGEST + ", such as " + otherwise);
    return otherwise;
  }

  int whole(String key, int otherwise, int least, int most) {
    var given = text(key, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(given);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below, like one that is out of bounds
    }
    problem(key, given, "a whole number from " + least + " to " + most);
    return otherwise;
  }

  void conflict(String key, String given, String expected) {
    problem(key, given, expected);
  }

  void missing(String key, String expected) {
    problem(key, "not set", expected);
  }

  private void problem(String key, String given, String expected) {
    problems.add(PREFIX + key + ": " + given + " (expected: " + expected + ")");
  }

  /** All that is wrong, unknown keys included: a misspelled key is a setting that does nothing. */
  List<String> problems() {
    var all = new ArrayList<>(problems);
    for (var key : new TreeSet<>(section.keySet())) {
      if (!known.contains(key)) {
        all.add(PREFIX + key + ": unknown (expected: one of " + String.join(", ", known) + ")");
      }
    }
    return List.copyOf(all);
  }
}
