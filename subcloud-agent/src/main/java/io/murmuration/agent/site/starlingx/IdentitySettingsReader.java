package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.starlingx.identity.IdentitySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings {@code starlingx.keystone.*} about the tables of the site's Keystone. */
final class IdentitySettingsReader {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration STATEMENT = Duration.ofSeconds(60);
  private static final Duration ADMIN = Duration.ofMinutes(1);

  private IdentitySettingsReader() {}

  /** Empty without {@code keystone.db.url}: identities are then not this agent's business. */
  static Optional<IdentitySettings> read(SettingsReader reader) {
    var url =
        reader.optional(
            "keystone.db.url",
            "jdbc:postgresql://(?!\\S*password=)\\S+",
            "jdbc:postgresql://host:port/database, without password");
    var passwordFile = reader.file("keystone.db.password.file");
    var settings =
        new IdentitySettings(
            url,
            reader.text("keystone.db.user", "keystone"),
            passwordFile.orElse(Path.of("")),
            reader.duration("keystone.db.timeout.connect", CONNECT),
            reader.duration("keystone.db.timeout.statement", STATEMENT),
            reader.addresses("keystone.memcached"),
            words(reader.optional("keystone.admin.command", "\\S.*", "a program with arguments")),
            reader.duration("keystone.admin.timeout", ADMIN));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (passwordFile.isEmpty()) {
      reader.missing("keystone.db.password.file", "a file that holds the password of the user");
    }
    return Optional.of(settings);
  }

  private static List<String> words(String command) {
    return command.isEmpty() ? List.of() : List.of(command.split("\\s+"));
  }
}
