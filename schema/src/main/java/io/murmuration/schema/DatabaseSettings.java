package io.murmuration.schema;

import java.time.Duration;

/**
 * Where the database is and how it is used.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/database}
 * @param password never printed
 * @param applicationName what {@code pg_stat_activity} shows; the node's name
 * @param poolSize most connections at a time, at least 1
 * @param statementTimeout the server cancels a statement after this; at least 1 ms
 */
public record DatabaseSettings(
    String url,
    String user,
    String password,
    String applicationName,
    int poolSize,
    Duration statementTimeout) {
  private static final int DEFAULT_POOL_SIZE = 10;
  private static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  public DatabaseSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("url: " + url + " (expected: jdbc:postgresql:...)");
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("poolSize: " + poolSize + " (expected: >= 1)");
    }
    if (statementTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "statementTimeout: " + statementTimeout + " (expected: >= 1 ms)");
    }
  }

  /** The usual pool size (10) and statement timeout (30 s). */
  public static DatabaseSettings of(String url, String user, String password) {
    return new DatabaseSettings(
        url, user, password, "murmuration", DEFAULT_POOL_SIZE, DEFAULT_STATEMENT_TIMEOUT);
  }

  /** A copy with another name in {@code pg_stat_activity}. */
  public DatabaseSettings named(String name) {
    return new DatabaseSettings(url, user, password, name, poolSize, statementTimeout);
  }

  /** A copy with another number of connections. */
  public DatabaseSettings withPoolSize(int size) {
    return new DatabaseSettings(url, user, password, applicationName, size, statementTimeout);
  }

  /** A copy with another statement timeout. */
  public DatabaseSettings withStatementTimeout(Duration timeout) {
    return new DatabaseSettings(url, user, password, applicationName, poolSize, timeout);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[url=%s, user=%s, password=***, applicationName=%s, poolSize=%d, statementTimeout=%s]"
        .formatted(
            url.replaceFirst("\\?.*", "?…"), user, applicationName, poolSize, statementTimeout);
  }
}
