package io.murmuration.central;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.http.RestMetrics;
import io.murmuration.central.api.http.RestPorts;
import io.murmuration.central.api.http.RestServer;
import io.murmuration.central.api.system.HealthRoutes;
import io.murmuration.central.api.system.MetricsRoutes;
import io.murmuration.central.api.system.VersionRoutes;
import io.murmuration.central.auth.FileIdentities;
import io.murmuration.central.auth.FirstToken;
import io.murmuration.central.observe.Health;
import io.murmuration.central.observe.HealthCheck;
import io.murmuration.central.observe.LoggedFaults;
import io.murmuration.central.observe.Metrics;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.central.store.DatabaseHealth;
import io.murmuration.central.store.StatementMeters;
import io.murmuration.schema.Database;
import io.murmuration.schema.DatabaseSettings;
import io.murmuration.schema.Migrations;
import io.murmuration.schema.postgres.EmbeddedPostgres;
import io.murmuration.schema.postgres.EmbeddedPostgresOptions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node, wired top to bottom. What is opened first is closed last, so the order is: truth
 * (database), keys and trust (certificate), knowledge (cluster: change reader, image, node lease),
 * the fleet (status, gateway, enrolment), then features and REST.
 */
public final class CentralServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CentralServer.class);

  private final Closer closer;
  private final RestServer rest;

  private CentralServer(Closer closer, RestServer rest) {
    this.closer = closer;
    this.rest = rest;
  }

  /**
   * Starts everything and returns when requests are served.
   *
   * @throws RuntimeException if anything could not be started; then all is closed again
   */
  // closer is closed by the server it goes to, or here
  @SuppressWarnings({"resource", "MustBeClosedChecker"})
  public static CentralServer start(CentralConfig config) {
    var closer = new Closer();
    try {
      return wire(config, closer);
    } catch (RuntimeException | Error e) {
      try {
        closer.close();
      } catch (IllegalStateException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static CentralServer wire(CentralConfig config, Closer closer) {
    LOG.info("central {} starts, configured: {}", Version.TEXT, config.changes());
    var metrics = closer.own(new Metrics());
    var faults = new LoggedFaults(metrics.registry());
    var chance = new SecureRandom();

    // truth
    var settings = databaseSettings(config, closer);
    var migrated = Migrations.migrate(settings);
    LOG.info("database schema {}, {} new", migrated.schemaVersion(), migrated.appliedNow());
    var database = closer.own(Database.open(settings));
    StatementMeters.bind(database.statements(), metrics.registry());

    List<HealthCheck> checks = new ArrayList<>();
    List<Feature> features = new ArrayList<>();
    checks.add(new DatabaseHealth(database));

    // REST, last: nobody is served before everything works
    var health =
        closer.own(
            new Health(
                identity(config), checks, metrics.registry().config().clock()::monotonicTime));
    var ownHost = config.rest().host() + ":" + config.rest().port();
    features.add(new VersionRoutes(ownHost));
    features.add(new HealthRoutes(health));
    features.add(
        new MetricsRoutes(metrics, config.publicMetrics() ? Access.PUBLIC : Access.ANY_TOKEN));
    var router = new ApiRouter();
    features.forEach(feature -> feature.mount(router));
    FirstToken.ensure(
            config.auth().tokenFile(), config.node().data().resolve("admin.token"), chance)
        .ifPresent(file -> LOG.info("made the first admin token, see {}", file));
    var uri = config.auth().uri();
    var rest =
        closer.own(
            RestServer.start(
                config.rest(),
                router,
                new RestPorts(
                    new FileIdentities(
                        config.auth().tokenFile(), uri == null ? "http://" + ownHost : uri),
                    DatabaseFailures::answer,
                    faults,
                    new RestMetrics(metrics.registry()),
                    () -> "req-" + UUID.randomUUID())));
    LOG.info("ready: REST {}", rest.url());
    return new CentralServer(closer, rest);
  }

  /** {@code http://host:port} of the REST side. */
  public String restUrl() {
    return rest.url();
  }

  /** Stops: no new requests, then everything in reverse order. */
  @Override
  public void close() {
    LOG.info("stopping");
    closer.close();
    LOG.info("stopped");
  }

  private static DatabaseSettings databaseSettings(CentralConfig config, Closer closer) {
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

  private static Map<String, Object> identity(CentralConfig config) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("version", Version.TEXT);
    identity.put("node", config.node().name());
    return identity;
  }
}
