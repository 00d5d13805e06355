package io.murmuration.central;

import io.murmuration.central.config.ConfigProblem;
import io.murmuration.central.config.Values;
import io.murmuration.schema.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Which database, and how much of it. */
public sealed interface DatabaseConfig {
  int poolSize();

  Duration statementTimeout();

  /** Our own server, in the data directory. */
  record Embedded(int port, int poolSize, Duration statementTimeout) implements DatabaseConfig {}

  /**
   * A server that somebody runs.
   *
   * @param settings with pool and time-out; their text masks the password
   */
  record External(DatabaseSettings settings) implements DatabaseConfig {
    @Override
    public int poolSize() {
      return settings.poolSize();
    }

    @Override
    public Duration statementTimeout() {
      return settings.statementTimeout();
    }
  }

  /** Adds to {@code problems} if the password's file cannot be read. */
  static DatabaseConfig from(Values v, List<ConfigProblem> problems) {
    var url = v.get(CentralKeys.DATABASE_URL);
    int pool = v.get(CentralKeys.DATABASE_POOL);
    var timeout = v.get(CentralKeys.DATABASE_STATEMENT_TIMEOUT);
    if (url.equals("embedded")) {
      return new Embedded(v.get(CentralKeys.DATABASE_EMBEDDED_PORT), pool, timeout);
    }
    return new External(
        DatabaseSettings.of(url, v.get(CentralKeys.DATABASE_USER), password(v, problems))
            .named("murmuration-" + v.get(CentralKeys.NODE_NAME))
            .withPoolSize(pool)
            .withStatementTimeout(timeout));
  }

  private static String password(Values v, List<ConfigProblem> problems) {
    var direct = v.get(CentralKeys.DATABASE_PASSWORD);
    var file = v.get(CentralKeys.DATABASE_PASSWORD_FILE);
    if (file.isEmpty()) {
      return direct;
    }
    if (!direct.isEmpty()) {
      problems.add(
          new ConfigProblem(
              null, "database.password-file", file, "not together with database.password"));
    }
    try {
      return Files.readString(Path.of(file)).lines().findFirst().orElse("");
    } catch (IOException e) {
      problems.add(
          new ConfigProblem(null, "database.password-file", file, "a readable file: " + e));
      return "";
    }
  }
}
