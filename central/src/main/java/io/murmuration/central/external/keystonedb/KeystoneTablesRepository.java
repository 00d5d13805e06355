package io.murmuration.central.external.keystonedb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.central.identity.IdentityOrigin;
import io.murmuration.central.identity.IdentityPayload;
import io.murmuration.central.identity.OriginAwayException;
import io.murmuration.proto.keystone.IdentityReader;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the tables in one snapshot; a connection per look. Belongs to one thread. */
public final class KeystoneTablesRepository implements IdentityOrigin {
  private static final String SNAPSHOT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

  /** Between the statement's own time-out, which tells why, and giving up on the server. */
  private static final long SOCKET_MARGIN_SECONDS = 5;

  /** All that the items are made of. */
  private static final List<String> TABLES =
      List.of(
          "user",
          "local_user",
          "password",
          "user_option",
          "group",
          "user_group_membership",
          "project",
          "role",
          "assignment",
          "region");

  /** Every change of a row gives it another xmin, and every row counts: cheap, whatever it is. */
  private static final String MARK =
      "SELECT count(*) || ':' || coalesce(sum(hashtextextended(xmin::text, 0)), 0) FROM ";

  private static final String LIVE_REVOCATIONS =
      "revocation_event WHERE revoked_at > timezone('utc', now()) - make_interval(secs => ?)"
          + " AND (expires_at IS NULL OR expires_at > timezone('utc', now()))";

  private static final String OLDEST =
      "SELECT (timezone('utc', now()) - make_interval(secs => ?))::text";

  private static final String NOW = "SELECT timezone('utc', now())::text";

  private final KeystoneDatabaseSettings settings;

  public KeystoneTablesRepository(KeystoneDatabaseSettings settings) {
    this.settings = settings;
  }

  @Override
  public Optional<Reading> read(Optional<String> seen) throws OriginAwayException {
    try (var connection = connect()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(SNAPSHOT);
        statement.execute("SET LOCAL statement_timeout = " + settings.timeout().toMillis());
      }
      var tables = KeystoneTables.read(connection);
      if (!tables.missing().isEmpty()) {
        throw new OriginAwayException(
            "has no tables %s (expected: identity-source.url names its database)"
                .formatted(tables.missing()));
      }
      var version = version(connection, tables);
      return seen.equals(Optional.of(version))
          ? Optional.empty()
          : Optional.of(new Reading(version, items(connection, tables)));
    } catch (SQLException e) {
      throw new OriginAwayException(words(e));
    }
  }

  private String version(Connection connection, KeystoneTables tables) throws SQLException {
    var sql = new StringBuilder("SELECT concat_ws(' '");
    for (var table : TABLES) {
      if (tables.has(table)) {
        sql.append(", (").append(MARK).append(IdentityReader.quoted(table)).append(")");
      }
    }
    sql.append(", (").append(MARK).append(LIVE_REVOCATIONS).append("))");
    return one(connection, sql.toString(), settings.revocationsKept().toSeconds());
  }

  private SortedMap<ItemKey, Payload> items(Connection connection, KeystoneTables tables)
      throws SQLException, OriginAwayException {
    var reader = new IdentityReader(connection, tables);
    var items = new TreeMap<ItemKey, Payload>();
    for (var type : IdentityType.values()) {
      var values = reader.readAll(type);
      if (type == IdentityType.REVOCATION_EVENT) {
        var oldest = one(connection, OLDEST, settings.revocationsKept().toSeconds());
        var now = one(connection, NOW);
        var ended = new ArrayList<String>();
        for (var value : values.entrySet()) {
          if (!isLive(value.getValue(), oldest, now)) {
            ended.add(value.getKey());
          }
        }
        values.keySet().removeAll(ended);
      }
      for (var value : values.entrySet()) {
        var id = value.getKey();
        items.put(new ItemKey(type.wireName(), id), IdentityPayload.of(type, id, value.getValue()));
      }
    }
    return items;
  }

  /** PostgreSQL's texts of times sort like the times. */
  private static boolean isLive(Map<String, @Nullable Object> value, String oldest, String now) {
    return value.get("revocation_event") instanceof List<?> rows
        && rows.stream()
            .map(Map.class::cast)
            .anyMatch(row ->
                String.valueOf(row.get("revoked_at")).compareTo(oldest) > 0
                    && (!(row.get("expires_at") instanceof String end) || end.compareTo(now) > 0));
  }

  private static String one(Connection connection, String sql, long... seconds)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < seconds.length; i++) {
        statement.setDouble(i + 1, (double) seconds[i]);
      }
      try (var rows = statement.executeQuery()) {
        rows.next();
        return String.valueOf(rows.getString(1));
      }
    }
  }

  private Connection connect() throws SQLException, OriginAwayException {
    var seconds = settings.timeout().toSeconds();
    var properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", password());
    properties.setProperty("ApplicationName", "murmuration-identity-source");
    properties.setProperty("connectTimeout", Long.toString(seconds));
    properties.setProperty("loginTimeout", Long.toString(seconds));
    properties.setProperty("socketTimeout", Long.toString(seconds + SOCKET_MARGIN_SECONDS));
    properties.setProperty("tcpKeepAlive", "true");
    // The details quote rows, and rows hold hashes of passwords.
    properties.setProperty("logServerErrorDetail", "false");
    return DriverManager.getConnection(settings.url(), properties);
  }

  private String password() throws OriginAwayException {
    try {
      return Files.readString(settings.passwordFile(), UTF_8).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new OriginAwayException(
          "is not asked: identity-source.password-file cannot be read (%s)"
              .formatted(e.getClass().getSimpleName()));
    }
  }

  private static String words(SQLException e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("no words");
    return "cannot be read: %s (SQLSTATE %s)".formatted(message, e.getSQLState());
  }
}
