package io.murmuration.central;

import io.murmuration.central.store.Commits;
import io.murmuration.central.store.InventoryQueue;
import io.murmuration.schema.Database;
import io.murmuration.schema.DatabaseSettings;
import io.murmuration.schema.Migrations;
import io.murmuration.schema.postgres.EmbeddedPostgres;
import io.murmuration.schema.postgres.EmbeddedPostgresOptions;
import io.murmuration.schema.tx.Transactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wiring of the truth: a migrated database and how transactions on it end. */
record Storage(Database database, Commits commits) {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

  /**
   * @throws io.murmuration.schema.SchemaRefused if this build must not touch the database
   */
  static Storage open(CentralConfig config, Closer closer) {
    var settings = settings(config, closer);
    var migrated = Migrations.migrate(settings);
    LOG.info("database schema {}, {} new", migrated.schemaVersion(), migrated.appliedNow());
    var writers = InventoryQueue.among(config.rest().limits().workers());
    var database = closer.own(Database.open(settings));
    return new Storage(database, new Commits(database.transactions(), writers));
  }

  Transactions transactions() {
    return database.transactions();
  }

  static DatabaseSettings settings(CentralConfig config, Closer closer) {
    return switch (config.database()) {
      case DatabaseConfig.External(var settings) -> settings;
      case DatabaseConfig.Embedded(var port, var pool, var timeout) -> {
        var directory = config.node().data().resolve("postgres");
        var server =
            closer.own(EmbeddedPostgres.open(EmbeddedPostgresOptions.in(directory).onPort(port)));
        yield server
            .database("murmuration")
            .named("murmuration-" + config.node().name())
            .withPoolSize(pool)
            .withStatementTimeout(timeout);
      }
    };
  }
}
