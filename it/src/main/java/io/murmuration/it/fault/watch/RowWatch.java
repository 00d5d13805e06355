package io.murmuration.it.fault.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.fault.history.Event;
import io.murmuration.it.fault.history.Event.Epoch;
import io.murmuration.it.fault.history.History;
import io.murmuration.schema.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongSupplier;

/** What the database says of sessions, statuses, duties and commands. One thread. */
final class RowWatch {
  private static final String ROWS =
      """
      SELECT s.name, t.hub_epoch, t.session_epoch, a.hub_epoch, a.epoch,
             t.sync_status, t.wanted_revision, t.held_revision
        FROM subcloud s
        JOIN subcloud_status t ON t.subcloud_id = s.id AND t.endpoint_type = 'platform'
        JOIN agent_session a ON a.subcloud_id = s.id
      """;

  private static final String COMMANDS =
      "SELECT convert_from(arguments, 'UTF8'), state FROM operation WHERE type = 'farm.work'";

  private static final String STORED =
      """
      SELECT revision, payload FROM desired_item
       WHERE scope_type = 'fleet' AND type = '%s' ORDER BY revision
      """
          .formatted(Changes.TYPE);

  /** Seconds that the driver waits for an answer: PostgreSQL may be frozen. */
  private static final String PATIENCE = "3";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DatabaseSettings settings;
  private final History history;
  private final LongSupplier nanoTime;
  private final Map<String, Event> last = new HashMap<>();

  RowWatch(DatabaseSettings settings, History history, LongSupplier nanoTime) {
    this.settings = settings;
    this.history = history;
    this.nanoTime = nanoTime;
  }

  /** @throws SQLException if the database is away, which is no wonder while it is hurt */
  void look() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery(ROWS)) {
        long at = nanoTime.getAsLong();
        while (rows.next()) {
          row(at, rows);
        }
      }
      try (var rows = statement.executeQuery("SELECT duty, holder::text, epoch FROM lease")) {
        long at = nanoTime.getAsLong();
        while (rows.next()) {
          var holder = rows.getString(2) == null ? "nobody" : rows.getString(2);
          var duty = new Event.Duty(at, rows.getString(1), holder, rows.getLong(3));
          news("duty " + duty.duty(), duty, new Event.Duty(0, duty.duty(), holder, duty.epoch()));
        }
      }
      commands(connection);
    }
  }

  private void row(long at, ResultSet row) throws SQLException {
    var site = row.getString(1);
    var own = new Epoch(row.getLong(2), row.getLong(3));
    var session = new Epoch(row.getLong(4), row.getLong(5));
    var status =
        new Event.Status(row.getString(6).equals("in-sync"), row.getLong(7), row.getLong(8));
    news(
        "row " + site,
        new Event.Row(at, site, own, session, status),
        new Event.Row(0, site, own, session, status));
  }

  private void commands(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(COMMANDS)) {
      long at = nanoTime.getAsLong();
      while (rows.next()) {
        int number = JSON.readTree(rows.getString(1)).get("n").asInt();
        var state = rows.getString(2);
        news(
            "command " + number,
            new Event.Settled(at, number, state),
            new Event.Settled(0, number, state));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Only what is not as it was: most rows are. */
  private void news(String key, Event event, Event withoutTime) {
    if (!withoutTime.equals(last.put(key, withoutTime))) {
      history.add(event);
    }
  }

  /** Every change that is stored; at the end. */
  void stored() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(STORED)) {
      long at = nanoTime.getAsLong();
      while (rows.next()) {
        history.add(new Event.Stored(at, rows.getLong(1), rows.getString(2)));
      }
    }
  }

  /** Sites that are in sync with the revision or a later one, by the word of nodes that live. */
  int inSync(long revision, Iterable<String> nodes) throws SQLException {
    try (var connection = connect();
        var statement =
            connection.prepareStatement(
                """
                SELECT count(*) FROM subcloud_status t
                  JOIN agent_session a ON a.subcloud_id = t.subcloud_id
                  JOIN node n ON n.incarnation = a.incarnation
                 WHERE t.endpoint_type = 'platform' AND t.sync_status = 'in-sync'
                   AND t.held_revision >= ? AND a.ended_at IS NULL
                   AND n.name = ANY (string_to_array(?, ','))
                   AND n.started_at = (SELECT max(m.started_at) FROM node m WHERE m.name = n.name)
                """)) {
      statement.setLong(1, revision);
      statement.setString(2, String.join(",", nodes));
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  Map<String, Long> ids() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT name, id FROM subcloud")) {
      Map<String, Long> ids = new HashMap<>();
      while (rows.next()) {
        ids.put(rows.getString(1), rows.getLong(2));
      }
      return ids;
    }
  }

  int commandsUnderWay() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM operation
                 WHERE type = 'farm.work' AND NOT closed AND state <> 'unknown'
                """)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("socketTimeout", PATIENCE);
    properties.setProperty("connectTimeout", PATIENCE);
    properties.setProperty("loginTimeout", PATIENCE);
    return DriverManager.getConnection(settings.url(), properties);
  }
}
