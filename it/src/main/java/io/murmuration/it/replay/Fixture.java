package io.murmuration.it.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.schema.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the rows of a recorded exchange into the hub's database, past the hub, and tells its nodes
 * about it as a committed change does. Columns that our tables do not have are left out: their
 * facts live elsewhere or nowhere.
 */
final class Fixture implements AutoCloseable {
  private static final String CHANGED =
      """
      WITH taken AS (UPDATE hub SET seq = seq + 1 RETURNING seq)
      INSERT INTO change (seq, what, scope_type, scope_id)
      SELECT seq, ?, 'subcloud', ? FROM taken
      """;

  private final Connection connection;

  Fixture(DatabaseSettings settings) throws SQLException {
    connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    connection.setAutoCommit(false);
  }

  /** The inventory is these rows and nothing else. */
  void set(JsonNode rows) throws SQLException {
    clear();
    for (var group : rows.path("subcloud_group")) {
      insert("subcloud_group", group);
    }
    Set<String> regions = new HashSet<>();
    for (var subcloud : rows.path("subclouds")) {
      insert("subcloud", regions.add(region(subcloud)) ? subcloud : inAnotherRegion(subcloud));
      int id = subcloud.path("id").asInt();
      update(
          "INSERT INTO agent_session (subcloud_id, availability) SELECT id, ? FROM subcloud WHERE id = "
              + id,
          subcloud.path("availability_status").asText("offline"));
      if (hasTable("alarm_summary")) {
        update("INSERT INTO alarm_summary (subcloud_id) VALUES (" + id + ")");
      }
      changed("subcloud", id);
    }
    for (var status : rows.path("subcloud_status")) {
      insert("subcloud_status", status);
    }
    if (hasTable("sw_update_options")) {
      for (var options : rows.path("sw_update_opts")) {
        insert("sw_update_options", without(options, "id"));
      }
    }
    connection.commit();
  }

  private void clear() throws SQLException {
    for (var id : integers("SELECT id FROM subcloud")) {
      changed("subcloud-deleted", id);
    }
    update("DELETE FROM subcloud");
    update("DELETE FROM subcloud_group WHERE id <> 1");
  }

  private void changed(String what, int subcloud) throws SQLException {
    try (var statement = connection.prepareStatement(CHANGED)) {
      statement.setString(1, what);
      statement.setInt(2, subcloud);
      statement.executeUpdate();
    }
  }

  private void insert(String table, JsonNode row) throws SQLException {
    var columns = columns(table);
    List<String> named = new ArrayList<>();
    row.fieldNames()
        .forEachRemaining(name -> {
          if (columns.contains(name)) {
            named.add("\"" + name + "\"");
          }
        });
    var list = String.join(", ", named);
    update(
        "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM json_populate_record(NULL::%s, ?::json)"
            .formatted(table, list, list, table),
        row.toString());
  }

  private static String region(JsonNode subcloud) {
    return subcloud.path("region_name").asText();
  }

  /** Some recordings have two subclouds in one region, which no hub lets happen. */
  private static JsonNode inAnotherRegion(JsonNode subcloud) {
    ObjectNode copy = subcloud.deepCopy();
    return copy.put("region_name", region(subcloud) + "-" + subcloud.path("id").asText());
  }

  private static JsonNode without(JsonNode row, String column) {
    ObjectNode copy = row.deepCopy();
    copy.remove(column);
    return copy;
  }

  private boolean hasTable(String table) throws SQLException {
    return !columns(table).isEmpty();
  }

  private Set<String> columns(String table) throws SQLException {
    Set<String> columns = new HashSet<>();
    try (var found = connection.getMetaData().getColumns(null, "public", table, "%")) {
      while (found.next()) {
        columns.add(found.getString("COLUMN_NAME"));
      }
    }
    return columns;
  }

  private List<Integer> integers(String query) throws SQLException {
    List<Integer> values = new ArrayList<>();
    try (var statement = connection.prepareStatement(query);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        values.add(rows.getInt(1));
      }
    }
    return values;
  }

  private void update(String sql, String... parameters) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
