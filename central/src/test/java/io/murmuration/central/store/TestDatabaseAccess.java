package io.murmuration.central.store;

import io.murmuration.schema.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A second way into the test's database, outside its pool, to do harm. */
final class TestDatabaseAccess implements AutoCloseable {
  private final Connection connection;

  private TestDatabaseAccess(Connection connection) {
    this.connection = connection;
  }

  static TestDatabaseAccess open(TestDatabase database) {
    var settings = database.settings();
    try {
      return new TestDatabaseAccess(
          DriverManager.getConnection(settings.url(), settings.user(), settings.password()));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  void terminate(int pid) {
    try (var statement = connection.prepareStatement("SELECT pg_terminate_backend(?, 5000)")) {
      statement.setInt(1, pid);
      statement.execute();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
