package io.murmuration.agent.host;

import io.murmuration.agent.site.starlingx.StarlingXSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The directory of sites: one file {@code NAME.properties} each, with {@code address}, {@code
 * token.file} and whatever of {@code starlingx.*} differs from what all have in common. Immutable.
 */
public final class SiteFiles {
  private static final String SUFFIX = ".properties";
  private static final String PREFIX = "starlingx.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9A-Za-z][0-9A-Za-z.-]*|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final Path directory;
  private final SortedMap<String, String> common;

  /**
   * @param common settings {@code starlingx.*} of all sites, by key without that prefix
   */
  public SiteFiles(Path directory, SortedMap<String, String> common) {
    this.directory = directory;
    this.common = Collections.unmodifiableSortedMap(new TreeMap<>(common));
  }

  /**
   * What the directory says now.
   *
   * @param broken names of files that cannot be used, which is not the same as gone
   * @param problems of these, each naming file, key, value and what was expected
   */
  public record Reading(
      SortedMap<String, HostedSite> sites, SortedSet<String> broken, List<String> problems) {
    public Reading {
      sites = Collections.unmodifiableSortedMap(new TreeMap<>(sites));
      broken = Collections.unmodifiableSortedSet(new TreeSet<>(broken));
      problems = List.copyOf(problems);
    }
  }

  /**
   * @throws IOException if the directory cannot be read
   */
  public Reading read() throws IOException {
    var sites = new TreeMap<String, HostedSite>();
    var broken = new TreeSet<String>();
    var problems = new ArrayList<String>();
    for (var file : files()) {
      var name = name(file);
      var found = new ArrayList<String>();
      try {
        site(name, properties(file), found).ifPresent(site -> sites.put(name, site));
      } catch (IOException | IllegalArgumentException e) {
        found.add("cannot be read: " + e.getMessage());
      }
      if (!found.isEmpty()) {
        broken.add(name);
        found.forEach(problem -> problems.add(file + ": " + problem));
      }
    }
    return new Reading(sites, broken, problems);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static String name(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static Properties properties(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }

  /** Empty if there are problems. */
  private Optional<HostedSite> site(String name, Properties properties, List<String> problems) {
    if (!NAME.matcher(name).matches()) {
      problems.add("the file's name: " + name + " (expected: the name of a subcloud)");
    }
    var address = properties.getProperty("address", "").strip();
    boolean known = ADDRESS.matcher(address).matches();
    if (!known) {
      problems.add(
          "address: "
              + (address.isEmpty() ? "not set" : address)
              + " (expected: the site's management address)");
    }
    var token = properties.getProperty("token.file", "").strip();
    if (token.isEmpty()) {
      problems.add("token.file: not set (expected: the file of the one-time token)");
    }
    var section = AdminPorts.of(known ? address : "localhost");
    section.putAll(common);
    for (var key : properties.stringPropertyNames()) {
      if (key.startsWith(PREFIX)) {
        section.put(key.substring(PREFIX.length()), properties.getProperty(key));
      } else if (!key.equals("address") && !key.equals("token.file")) {
        problems.add(key + ": unknown (expected: address, token.file, starlingx.*)");
      }
    }
    return switch (StarlingXSettings.read(section)) {
      case StarlingXSettings.Read.Invalid(var wrong) -> {
        problems.addAll(wrong);
        yield Optional.empty();
      }
      case StarlingXSettings.Read.Valid(var settings) ->
          problems.isEmpty()
              ? Optional.of(new HostedSite(name, directory.resolve(token), settings))
              : Optional.empty();
    };
  }
}
