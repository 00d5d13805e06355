package io.murmuration.schema;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
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
   * Checks the server, then the history of the schema, then applies what is missing.
   *
   * @throws SchemaRefused if the server is too old or read-only, if the database has a migration
   *     that this build does not know, or if one that was applied has changed since
   * @throws IllegalStateException if the server cannot be reached
   */
  public static Migrated migrate(DatabaseSettings settings) {
    ServerFacts server = server(settings);
    requireUsable(server);
    server.warnings().forEach(warning -> LOG.warn("database {}", warning));
    Flyway flyway = flyway(settings);
    requireKnownHistory(flyway);
    int applied = flyway.migrate().migrationsExecuted;
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

  private static void requireKnownHistory(Flyway flyway) {
    requireOurs(flyway);
    List<ValidateOutput> invalid = flyway.validateWithResult().invalidMigrations;
    if (invalid.isEmpty()) {
      return;
    }
    ValidateOutput first = invalid.getFirst();
    String migration = first.version + " (" + first.description + ")";
    if (first.errorDetails.errorCode == CoreErrorCode.CHECKSUM_MISMATCH) {
      throw new SchemaRefused(
          "schema migration %s: changed since it was applied to this database (expected: as released); run the build that applied it"
              .formatted(migration));
    }
    if (first.errorDetails.errorCode == CoreErrorCode.APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED) {
      throw new SchemaRefused(
          "schema migration %s: unknown to this build (expected: at most %s); a newer build has used this database, start that build or a newer one"
              .formatted(migration, newestKnown(flyway)));
    }
    throw new SchemaRefused(
        "schema migration %s: %s (expected: applied, unchanged)"
            .formatted(migration, first.errorDetails.errorMessage));
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
    String newest = "none";
    for (MigrationInfo info : flyway.info().all()) {
      if (info.getState().isResolved() && info.getVersion() != null) {
        newest = info.getVersion().toString();
      }
    }
    return newest;
  }
}
