package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.agent.site.starlingx.identity.write.DatabaseAnswer;
import io.murmuration.agent.site.starlingx.identity.write.IdentityWriter;
import io.murmuration.agent.site.starlingx.identity.write.Tables;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityReader;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keystone's own tables over JDBC. A push is written in one transaction: it is there as a whole, or
 * as if it had not begun.
 */
public final class TablesTransport implements IdentityTransport {
  private static final Logger log = LoggerFactory.getLogger(TablesTransport.class);
  private static final Duration SCHEMA_RETRY = Duration.ofMinutes(5);

  private final SiteKeystone keystone;

  /** Connects to nothing yet. */
  public TablesTransport(IdentitySettings.Way.Tables settings) {
    this.keystone = new SiteKeystone(settings);
  }

  @Override
  public Found read(Map<IdentityType, List<String>> names) throws TransportException {
    try {
      return requireKeystone(keystone.read(connection -> read(connection, names)), Found::schema);
    } catch (SQLException e) {
      throw away(e);
    }
  }

  private static Found read(Connection connection, Map<IdentityType, List<String>> names)
      throws SQLException {
    var tables = KeystoneTables.read(connection);
    var items = new TreeMap<ItemKey, Value>();
    if (tables.missing().isEmpty()) {
      var reader = new IdentityReader(connection, tables);
      for (var type : names.entrySet()) {
        for (var value : reader.read(type.getKey(), type.getValue()).entrySet()) {
          items.put(
              new ItemKey(type.getKey().wireName(), value.getKey()), new Value(value.getValue()));
        }
      }
    }
    return new Found(tables, items);
  }

  @Override
  public Optional<NamedUser> user(String domain, String name) throws TransportException {
    try {
      return keystone.read(connection -> user(connection, domain, name));
    } catch (SQLException e) {
      throw away(e);
    }
  }

  private static Optional<NamedUser> user(Connection connection, String domain, String name)
      throws SQLException {
    var tables = Tables.of(connection);
    var id =
        tables
            .sql()
            .find("SELECT user_id FROM local_user WHERE domain_id = ? AND name = ?", domain, name);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    var found =
        new IdentityReader(connection, tables.schema())
            .read(IdentityType.USER, List.of(id.get()))
            .get(id.get());
    return found == null
        ? Optional.empty()
        : Optional.of(new NamedUser(id.get(), tables.schema(), new Value(found)));
  }

  /** At once; if the tables do not take an item, again with an answer for each. */
  @Override
  public Done write(List<SiteWrite> writes) throws TransportException {
    try {
      return requireKeystone(writeTogether(writes), Done::schema);
    } catch (SQLException e) {
      log.warn("identity not written reason={}", DatabaseAnswer.words(e));
      throw away(e);
    }
  }

  private Done writeTogether(List<SiteWrite> writes) throws SQLException {
    try {
      return keystone.write(connection -> write(connection, writes, false));
    } catch (SQLException e) {
      if (!DatabaseAnswer.isAboutTheItem(e)) {
        throw e;
      }
      log.info("identity written item by item reason={}", DatabaseAnswer.words(e));
      return keystone.write(connection -> write(connection, writes, true));
    }
  }

  private static Done write(Connection connection, List<SiteWrite> writes, boolean each)
      throws SQLException {
    var tables = Tables.of(connection);
    return new Done(
        tables.schema(),
        tables.schema().missing().isEmpty()
            ? new IdentityWriter(connection, tables).write(writes, each)
            : List.of());
  }

  /** Rows are written past Keystone here: it is told nothing, and whoever listens to it neither. */
  @Override
  public Optional<String> tell(String userId, String password) {
    return Optional.of("Keystone is not called on this way");
  }

  private static <T> T requireKeystone(T done, Function<T, KeystoneTables> schema)
      throws TransportException {
    var missing = schema.apply(done).missing();
    if (!missing.isEmpty()) {
      throw new TransportException(
          "Keystone's database has no tables "
              + missing
              + " (expected: the database of a Keystone)",
          SCHEMA_RETRY);
    }
    return done;
  }

  private static TransportException away(SQLException e) {
    return new TransportException(DatabaseAnswer.away(e), DatabaseAnswer.RETRY);
  }

  @Override
  public void close() {
    keystone.close();
  }
}
