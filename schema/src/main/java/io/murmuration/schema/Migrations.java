package io.murmuration.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.ValidateOutput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to the schema of this build, or refuses to run on it.
 *
 * <p>Several nodes may call it at once: Flyway's lock in the database lets one work and the others
 * find it done. It uses a connection of its own, without a statement timeout.
 */
public final class Migrations {
  /**
   * The oldest schema whose build may run on the newest one: that of the release before. Migrations
   * after it only expand, and a test prepares that release's statements on the newest schema.
   */
  static final int OLDEST_THAT_MAY_RUN = 10;

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private Migrations() {}

  /**
   * What the database is now.
   *
   * @param schemaVersion version of the newest migration
   * @param appliedNow how many were applied by this call
   */
  public record Migrated(String schemaVersion, int appliedNow, ServerFacts server) {}

  /**
   * Checks the server, then the history of the schema, then applies what is missing. A schema of a
   * newer build is left as it is, if that build says that this one may run on it.
   *
   * @throws SchemaRefused if the server is too old or read-only, if the database has a migration
   *     that this build does not know and may not run on, or if one that was applied has changed
   * @throws IllegalStateException if the server cannot be reached
   */
  public static Migrated migrate(DatabaseSettings settings) {
    ServerFacts server = server(settings);
    requireUsable(server);
    server.warnings().forEach(warning -> LOG.warn("database {}", warning));
    Flyway flyway = flyway(settings);
    int applied = bringUp(flyway);
    MigrationInfo current = flyway.info().current();
    String version =
        current == null || current.getVersion() == null ? "none" : current.getVersion().toString();
    return new Migrated(version, applied, server);
  }

  private static ServerFacts server(DatabaseSettings settings) {
    try (Connection connection =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
      return ServerFacts.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open the database: " + settings, e);
    }
  }

  private static void requireUsable(ServerFacts server) {
    if (server.major() < ServerFacts.OLDEST_MAJOR) {
      throw new SchemaRefused(
          "PostgreSQL server: %s (expected: %d or newer); upgrade the server"
              .formatted(server.version(), ServerFacts.OLDEST_MAJOR));
    }
    if (server.readOnly()) {
      throw new SchemaRefused(
          "PostgreSQL server: read-only (expected: a primary); point the node at the primary");
    }
  }

  private static Flyway flyway(DatabaseSettings settings) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        // Flyway's default lets a database from the future pass.
        .ignoreMigrationPatterns("*:pending")
        .load();
  }

  /** Returns how many migrations were applied. */
  private static int bringUp(Flyway flyway) {
    requireOurs(flyway);
    var invalid = flyway.validateWithResult().invalidMigrations;
    if (!invalid.isEmpty()) {
      requireToleratedBy(flyway, invalid);
      LOG.warn(
          "database schema is {}, of a newer build that this one (schema {}) may run beside",
          invalid.getLast().version,
          newestKnown(flyway));
      return 0;
    }
    raiseFloor(flyway); // before anything changes: who may not run on it must not start meanwhile
    int applied = flyway.migrate().migrationsExecuted;
    raiseFloor(flyway); // of a database that was empty before
    return applied;
  }

  private static void raiseFloor(Flyway flyway) {
    try (var connection = flyway.getConfiguration().getDataSource().getConnection()) {
      SchemaFloor.raise(connection, OLDEST_THAT_MAY_RUN);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot say which builds may run on the database", e);
    }
  }

  /** Every migration that is not as we know it must be of a newer build that allows for us. */
  private static void requireToleratedBy(Flyway flyway, List<ValidateOutput> invalid) {
    for (var one : invalid) {
      var migration = one.version + " (" + one.description + ")";
      var code = one.errorDetails.errorCode;
      if (code == CoreErrorCode.CHECKSUM_MISMATCH) {
        throw new SchemaRefused(
            "schema migration %s: changed since it was applied to this database (expected: as released); run the build that applied it"
                .formatted(migration));
      }
      if (code != CoreErrorCode.APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED) {
        throw new SchemaRefused(
            "schema migration %s: %s (expected: applied, unchanged)"
                .formatted(migration, one.errorDetails.errorMessage));
      }
      var floor = floor(flyway);
      if (floor.isEmpty() || floor.getAsInt() > Integer.parseInt(newestKnown(flyway))) {
        throw new SchemaRefused(
            "schema migration %s: unknown to this build (expected: at most %s); a newer build has used this database, start that build or a newer one"
                .formatted(migration, newestKnown(flyway)));
      }
    }
  }

  private static OptionalInt floor(Flyway flyway) {
    try (var connection = flyway.getConfiguration().getDataSource().getConnection()) {
      return SchemaFloor.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask which builds may run on the database", e);
    }
  }

  private static void requireOurs(Flyway flyway) {
    MigrationInfo[] applied = flyway.info().applied();
    if (applied.length > 0) {
      return;
    }
    try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')"
                    + " AND relnamespace = current_schema()::regnamespace"
                    + " AND relname <> 'flyway_schema_history'")) {
      row.next();
      if (row.getInt(1) > 0) {
        throw new SchemaRefused(
            "database: has %d tables of somebody else (expected: an empty database); create one for this hub"
                .formatted(row.getInt(1)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot look into the database", e);
    }
  }

  private static String newestKnown(Flyway flyway) {
    String newest = "0";
    for (MigrationInfo info : flyway.info().all()) {
      if (info.getState().isResolved() && info.getVersion() != null) {
        newest = info.getVersion().toString();
      }
    }
    return newest;
  }
}
