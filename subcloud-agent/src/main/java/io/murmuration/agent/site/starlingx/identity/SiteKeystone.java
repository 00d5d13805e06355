package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.agent.site.starlingx.identity.write.DatabaseAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of the site's Keystone: a connection per transaction, since there are few of them
 * and the local server may restart between any two. Thread-safe.
 */
final class SiteKeystone implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SiteKeystone.class);

  /** Between the statement's own time-out, which tells why, and giving up on the server. */
  private static final long SOCKET_MARGIN_SECONDS = 5;

  private static final String CONNECTION_FAILED = "08001";

  private final IdentitySettings.Way.Tables settings;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  SiteKeystone(IdentitySettings.Way.Tables settings) {
    this.settings = settings;
  }

  /** What is done in a transaction; an exception rolls it back. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** One snapshot of all tables. */
  <T> T read(Work<T> work) throws SQLException {
    return transaction("REPEATABLE READ READ ONLY", work);
  }

  <T> T write(Work<T> work) throws SQLException {
    return transaction("READ COMMITTED READ WRITE", work);
  }

  private <T> T transaction(String mode, Work<T> work) throws SQLException {
    try (var connection = connect()) {
      open.add(connection);
      try {
        if (closed) {
          throw new SQLNonTransientConnectionException("the agent is stopping", CONNECTION_FAILED);
        }
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
          statement.execute("SET TRANSACTION ISOLATION LEVEL " + mode);
          statement.execute("SET LOCAL statement_timeout = " + settings.statement().toMillis());
          statement.execute("SET LOCAL lock_timeout = " + settings.statement().toMillis());
        }
        var result = work.in(connection);
        connection.commit();
        return result;
      } finally {
        open.remove(connection); // closing it rolls back what was not committed
      }
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", password());
    properties.setProperty("ApplicationName", "murmuration-agent");
    properties.setProperty("connectTimeout", Long.toString(settings.connect().toSeconds()));
    properties.setProperty("loginTimeout", Long.toString(settings.connect().toSeconds()));
    properties.setProperty(
        "socketTimeout", Long.toString(settings.statement().toSeconds() + SOCKET_MARGIN_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    // The details quote rows, and rows hold hashes of passwords.
    properties.setProperty("logServerErrorDetail", "false");
    return DriverManager.getConnection(settings.url(), properties);
  }

  private String password() throws SQLException {
    try {
      return Files.readString(settings.passwordFile(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new SQLNonTransientConnectionException(
          "the file with its password cannot be read: " + e.getMessage(), CONNECTION_FAILED, e);
    }
  }

  /** What is under way fails, and is rolled back. */
  @Override
  public void close() {
    closed = true;
    for (var connection : open) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        log.warn("connection to keystone's database not closed reason={}", DatabaseAnswer.words(e));
      }
    }
  }
}
