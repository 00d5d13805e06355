package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.identity.IdentitySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings {@code starlingx.keystone.*} and {@code starlingx.dcdbsync.*}. */
final class IdentitySettingsReader {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration STATEMENT = Duration.ofSeconds(60);
  private static final Duration ADMIN = Duration.ofMinutes(1);
  private static final String PROGRAM = "a program with arguments";

  private IdentitySettingsReader() {}

  /** Empty without either way: identities are then not this agent's business. */
  static Optional<IdentitySettings> read(SettingsReader reader) {
    var url =
        reader.optional(
            "keystone.db.url",
            "jdbc:postgresql://(?!\\S*password=)\\S+",
            "jdbc:postgresql://host:port/database, without password");
    var passwordFile = reader.file("keystone.db.password.file");
    var tables =
        new IdentitySettings.Way.Tables(
            url,
            reader.text("keystone.db.user", "keystone"),
            passwordFile.orElse(Path.of("")),
            reader.duration("keystone.db.timeout.connect", CONNECT),
            reader.duration("keystone.db.timeout.statement", STATEMENT));
    var dcdbsync = reader.optionalService("dcdbsync.url");
    var memcached = reader.addresses("keystone.memcached");
    var command = words(reader.optional("keystone.admin.command", "\\S.*", PROGRAM));
    var printing = words(reader.optional("dcdbsync.admin.password.command", "\\S.*", PROGRAM));
    var patience = reader.duration("keystone.admin.timeout", ADMIN);
    if (dcdbsync.isPresent()) {
      if (!url.isEmpty()) {
        reader.conflict(
            "dcdbsync.url", dcdbsync.get().toString(), "not set, because keystone.db.url is");
      }
      return Optional.of(
          new IdentitySettings(
              new IdentitySettings.Way.Dcdbsync(dcdbsync.get()), memcached, printing, patience));
    }
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (passwordFile.isEmpty()) {
      reader.missing("keystone.db.password.file", "a file that holds the password of the user");
    }
    return Optional.of(new IdentitySettings(tables, memcached, command, patience));
  }

  private static List<String> words(String command) {
    return command.isEmpty() ? List.of() : List.of(command.split("\\s+"));
  }
}
