package io.murmuration.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that reads the agent's configuration. */
final class ConfigOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
  @Nullable Path file;

  AgentConfig.Read read() {
    try {
      return AgentConfig.read(settings(), System.getenv());
    } catch (IOException | IllegalArgumentException e) {
      return new AgentConfig.Read.Invalid(List.of(unreadable(e)));
    }
  }

  HostConfig.Read readHost() {
    try {
      return HostConfig.read(settings(), System.getenv());
    } catch (IOException | IllegalArgumentException e) {
      return new HostConfig.Read.Invalid(List.of(unreadable(e)));
    }
  }

  private String unreadable(Exception e) {
    return "--config: " + file + " (expected: a readable properties file): " + e.getMessage();
  }

  private Map<String, String> settings() throws IOException {
    var settings = new HashMap<String, String>();
    if (file != null) {
      var properties = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
      properties
          .stringPropertyNames()
          .forEach(key -> settings.put(key, properties.getProperty(key)));
    }
    return settings;
  }
}
