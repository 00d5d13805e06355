package io.murmuration.central;

import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.api.http.RestSettings;
import io.murmuration.central.cluster.hazelcast.ClusterKeys;
import io.murmuration.central.cluster.hazelcast.ClusterSettings;
import io.murmuration.central.config.ConfigProblem;
import io.murmuration.central.config.Values;
import io.murmuration.central.deployfile.DeployFileLimits;
import io.murmuration.central.external.controller.ControllerSettings;
import io.murmuration.central.node.NodeKeys;
import io.murmuration.central.node.NodeSettings;
import io.murmuration.central.proxy.ProxyKeys;
import io.murmuration.central.proxy.ProxySettings;
import io.murmuration.central.release.ReleaseKeys;
import io.murmuration.central.release.ReleaseSettings;
import io.murmuration.central.software.DeclaredReference;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.sync.hub.LaneConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything an operator can set, read once at start; {@link CentralKeys} says what each value
 * means.
 *
 * @param audited where what endpoint audits compare with is asked for
 * @param declared the same, as far as it is not asked for
 * @param keepOperations after their end
 * @param changes {@code key=value} of all that is not default, for the log; secrets masked
 */
public record CentralConfig(
    Node node,
    RestSettings rest,
    boolean publicMetrics,
    AuthConfig auth,
    Optional<IdentitySourceConfig> identitySource,
    DatabaseConfig database,
    Agents agents,
    Enrolment enrolment,
    ClusterSettings cluster,
    SystemController system,
    DeployFileLimits deployFiles,
    Sync sync,
    ProxySettings proxies,
    PlatformConfig platform,
    ControllerSettings audited,
    DeclaredReference declared,
    ReleaseSettings releases,
    Duration keepOperations,
    String changes) {
  /** The variable that names the file, for those who start us without arguments. */
  static final String FILE_VARIABLE = "MURMURATION_CONFIG";

  /** Of the agent, which may run on the same machine. */
  private static final String AGENT_VARIABLES = "MURMURATION_AGENT_";

  /**
   * @param data what the node keeps on disk
   */
  public record Node(String name, Path data, LogSetup.Level logLevel, LogSetup.Format logFormat) {}

  /**
   * @param advertised {@code host:port} for agents; empty: see {@link #toDial}
   * @param serverNames besides {@code hub.murmuration}
   */
  public record Agents(
      String host,
      int port,
      List<String> advertised,
      List<String> serverNames,
      int handshakesPerSecond,
      int most,
      Duration helloTimeout,
      Duration drain,
      Duration certificateLife,
      NodeKeys.Chosen moves) {
    /**
     * What agents are told to dial: as configured, or else this node alone, by the address it
     * listens at, or by its name if it listens at all.
     *
     * @param bound port that the streams' listener got
     */
    List<String> toDial(String nodeName, int bound) {
      if (!advertised.isEmpty()) {
        return advertised;
      }
      return List.of(ServiceUrl.http(host, bound).seenBy(nodeName).authority());
    }

    /** As {@link #toDial}. */
    NodeSettings asNode(String nodeName, int bound) {
      return new NodeSettings(
          moves.place(nodeName, toDial(nodeName, bound)),
          Version.TEXT,
          most,
          moves.movesPerSecond(),
          moves.evenAfter(),
          drain);
    }
  }

  /** Listens where agents do, on a port of its own. */
  public record Enrolment(int port, int failuresPerMinute) {}

  public record Sync(
      int lanes,
      LaneConfig lane,
      Duration heartbeatPeriod,
      Duration auditPeriod,
      Duration hubSilence,
      Duration statusLinger,
      int statusBatch) {}

  /** A configuration, or every mistake in it. */
  public sealed interface Loaded {
    record Valid(CentralConfig config) implements Loaded {}

    record Invalid(List<ConfigProblem> problems) implements Loaded {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * @param file null: defaults and environment only
   */
  public static Loaded load(@Nullable Path file, Map<String, String> environment) {
    if (file == null) {
      return parse("", environment);
    }
    try {
      return parse(Files.readString(file), environment);
    } catch (IOException e) {
      var problem = new ConfigProblem(null, "--config", file.toString(), "a readable file: " + e);
      return new Loaded.Invalid(List.of(problem));
    }
  }

  static Loaded parse(String yaml, Map<String, String> environment) {
    var ours = new TreeMap<>(environment);
    ours.keySet().removeIf(variable -> variable.startsWith(AGENT_VARIABLES));
    var values = Values.read(CentralKeys.all(), yaml, ours, List.of(FILE_VARIABLE));
    requireSense(values);
    var problems = new ArrayList<>(values.problems());
    var database = DatabaseConfig.from(values, problems);
    if (!problems.isEmpty()) {
      return new Loaded.Invalid(problems);
    }
    return new Loaded.Valid(from(values, database));
  }

  /** Rules that no key can see alone. */
  private static void requireSense(Values v) {
    AuthConfig.requireSense(v);
    IdentitySourceConfig.requireSense(v);
    PlatformKeys.requireSense(v);
    AuditKeys.requireSense(v);
    ClusterKeys.requireSense(v);
    v.require(
        v.get(CentralKeys.SYNC_CUT_AFTER).compareTo(v.get(CentralKeys.SYNC_HEARTBEAT_PERIOD)) > 0,
        CentralKeys.SYNC_CUT_AFTER,
        "more than sync.heartbeat-period",
        CentralKeys.SYNC_HEARTBEAT_PERIOD);
    v.require(
        v.get(CentralKeys.SYNC_OFFLINE_AFTER).compareTo(v.get(CentralKeys.SYNC_CUT_AFTER)) > 0,
        CentralKeys.SYNC_OFFLINE_AFTER,
        "more than sync.cut-after",
        CentralKeys.SYNC_CUT_AFTER);
    v.require(
        v.get(CentralKeys.SYNC_HUB_SILENCE).compareTo(v.get(CentralKeys.SYNC_HEARTBEAT_PERIOD)) > 0,
        CentralKeys.SYNC_HUB_SILENCE,
        "more than sync.heartbeat-period",
        CentralKeys.SYNC_HEARTBEAT_PERIOD);
    v.require(
        v.get(CentralKeys.SYNC_PERMIT_HOLD).compareTo(v.get(CentralKeys.SYNC_PUSH_TIMEOUT)) <= 0,
        CentralKeys.SYNC_PERMIT_HOLD,
        "at most sync.push-timeout",
        CentralKeys.SYNC_PUSH_TIMEOUT);
    v.require(
        v.get(CentralKeys.REST_WORKERS) <= v.get(CentralKeys.REST_REQUESTS),
        CentralKeys.REST_WORKERS,
        "at most rest.requests",
        CentralKeys.REST_REQUESTS);
    v.require(
        v.get(CentralKeys.REST_TLS_CERTIFICATE).isEmpty()
            == v.get(CentralKeys.REST_TLS_KEY).isEmpty(),
        CentralKeys.REST_TLS_KEY,
        "set exactly if rest.tls-certificate is set",
        CentralKeys.REST_TLS_CERTIFICATE);
    var ports =
        List.of(
            CentralKeys.REST_PORT,
            CentralKeys.AGENTS_PORT,
            CentralKeys.ENROLMENT_PORT,
            ClusterKeys.PORT,
            IdentityKeys.IDENTITY_PORT);
    for (var port : ports) {
      for (var earlier : ports.subList(0, ports.indexOf(port))) {
        v.require(
            v.get(port) == 0 || !v.get(port).equals(v.get(earlier)),
            port,
            "a port that no other key has",
            earlier);
      }
    }
  }

  private static CentralConfig from(Values v, DatabaseConfig database) {
    var data = Path.of(v.get(CentralKeys.DATA_DIR)).toAbsolutePath().normalize();
    var auth = AuthConfig.from(v, data);
    return new CentralConfig(
        new Node(
            v.get(CentralKeys.NODE_NAME),
            data,
            v.get(CentralKeys.LOG_LEVEL),
            v.get(CentralKeys.LOG_FORMAT)),
        rest(v),
        v.get(CentralKeys.REST_PUBLIC_METRICS),
        auth,
        IdentitySourceConfig.from(v, auth.keystone()),
        database,
        agents(v),
        new Enrolment(
            v.get(CentralKeys.ENROLMENT_PORT), v.get(CentralKeys.ENROLMENT_FAILURES_PER_MINUTE)),
        ClusterKeys.settings(v),
        new SystemController(
            v.get(CentralKeys.SYSTEM_RELEASE),
            Set.copyOf(v.get(CentralKeys.SYSTEM_SUPPORTED_RELEASES)),
            v.get(CentralKeys.SYSTEM_REGION),
            v.get(CentralKeys.SYSTEM_MANAGEMENT_POOLS).stream()
                .map(SystemController.Pool::parse)
                .flatMap(Optional::stream)
                .toList()),
        new DeployFileLimits(
            v.get(CentralKeys.DEPLOY_FILES_MOST_BYTES),
            v.get(CentralKeys.DEPLOY_FILES_MOST_ENTRIES)),
        sync(v),
        ProxyKeys.settings(v),
        PlatformConfig.from(v),
        AuditKeys.settings(v),
        AuditKeys.declared(v),
        ReleaseKeys.settings(v, data),
        v.get(CentralKeys.OPERATIONS_KEEP),
        v.changes());
  }

  private static RestSettings rest(Values v) {
    var certificate = v.get(CentralKeys.REST_TLS_CERTIFICATE);
    return new RestSettings(
        v.get(CentralKeys.REST_HOST),
        v.get(CentralKeys.REST_PORT),
        certificate.isEmpty()
            ? null
            : new RestSettings.Tls(Path.of(certificate), Path.of(v.get(CentralKeys.REST_TLS_KEY))),
        new RestSettings.Limits(
            v.get(CentralKeys.REST_BODY_LIMIT),
            v.get(CentralKeys.REST_HEADER_LIMIT),
            v.get(CentralKeys.REST_HEADER_LINES),
            v.get(CentralKeys.REST_BODY_TIMEOUT),
            v.get(CentralKeys.REST_IDLE_TIMEOUT),
            v.get(CentralKeys.REST_ANSWER_TIMEOUT),
            v.get(CentralKeys.REST_CONNECTIONS),
            v.get(CentralKeys.REST_CONNECTIONS_PER_ADDRESS),
            v.get(CentralKeys.REST_REQUESTS),
            v.get(CentralKeys.REST_WORKERS),
            v.get(CentralKeys.REST_WORKER_WAIT)));
  }

  private static Agents agents(Values v) {
    return new Agents(
        v.get(CentralKeys.AGENTS_HOST),
        v.get(CentralKeys.AGENTS_PORT),
        v.get(CentralKeys.AGENTS_ADVERTISED),
        v.get(CentralKeys.AGENTS_SERVER_NAMES),
        v.get(CentralKeys.AGENTS_HANDSHAKES_PER_SECOND),
        v.get(CentralKeys.AGENTS_MOST),
        v.get(CentralKeys.AGENTS_HELLO_TIMEOUT),
        v.get(CentralKeys.AGENTS_DRAIN),
        v.get(CentralKeys.AGENTS_CERTIFICATE_LIFE),
        NodeKeys.chosen(v));
  }

  private static Sync sync(Values v) {
    return new Sync(
        v.get(CentralKeys.SYNC_LANES),
        new LaneConfig(
            v.get(CentralKeys.SYNC_PERMITS),
            v.get(CentralKeys.SYNC_PERMIT_HOLD),
            v.get(CentralKeys.SYNC_PUSH_TIMEOUT),
            v.get(CentralKeys.SYNC_CUT_AFTER),
            v.get(CentralKeys.SYNC_OFFLINE_AFTER),
            LaneConfig.unobservedAfter(
                v.get(CentralKeys.SYNC_AUDIT_PERIOD), v.get(CentralKeys.SYNC_HEARTBEAT_PERIOD))),
        v.get(CentralKeys.SYNC_HEARTBEAT_PERIOD),
        v.get(CentralKeys.SYNC_AUDIT_PERIOD),
        v.get(CentralKeys.SYNC_HUB_SILENCE),
        v.get(CentralKeys.SYNC_STATUS_LINGER),
        v.get(CentralKeys.SYNC_STATUS_BATCH));
  }
}
