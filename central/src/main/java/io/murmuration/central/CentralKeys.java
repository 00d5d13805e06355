package io.murmuration.central;

import static io.murmuration.central.config.ValueType.anyText;
import static io.murmuration.central.config.ValueType.bool;
import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.hostAndPort;
import static io.murmuration.central.config.ValueType.integer;
import static io.murmuration.central.config.ValueType.listOf;
import static io.murmuration.central.config.ValueType.matching;
import static io.murmuration.central.config.ValueType.oneOf;
import static io.murmuration.central.config.ValueType.port;

import io.murmuration.central.cluster.hazelcast.ClusterKeys;
import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import io.murmuration.central.node.NodeKeys;
import io.murmuration.central.proxy.ProxyKeys;
import io.murmuration.central.release.ReleaseKeys;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every key of central's configuration: type, bound, default and doc. {@code docs/configuration.md}
 * is this table; a test compares them.
 */
final class CentralKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();

  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final ValueType<String> HOST =
      matching("a host name or IP address", "[\\w.:-]{1,253}");
  // The node itself.
  static final Key<String> NODE_NAME =
      key(
          "node.name",
          matching("1 to 63 letters, digits, . _ -", "[\\w.-]{1,63}"),
          "central",
          "Name of this node in logs, /health and the list of nodes.");
  static final Key<String> DATA_DIR =
      key(
          "data.dir",
          matching("a directory", "\\P{Cntrl}+"),
          "data",
          "What this node keeps on disk: the key that seals secrets, tokens, the embedded"
              + " database.");
  static final Key<LogSetup.Level> LOG_LEVEL =
      key("log.level", oneOf(LogSetup.Level.class), "info", "The least important lines to print.");
  static final Key<LogSetup.Format> LOG_FORMAT =
      key(
          "log.format",
          oneOf(LogSetup.Format.class),
          "text",
          "text: one line of key=value; json: one object per line.");

  // REST.
  static final Key<String> REST_HOST =
      key("rest.host", HOST, "0.0.0.0", "Address that REST listens on.");
  static final Key<Integer> REST_PORT =
      key("rest.port", port(), "8119", "Port of REST; 0 takes any free one.");
  static final Key<String> REST_TLS_CERTIFICATE =
      key(
          "rest.tls-certificate",
          anyText(),
          "",
          "PEM file with the certificate of REST and its issuers; read again when it changes. Empty"
              + " means plain HTTP.");
  static final Key<String> REST_TLS_KEY =
      key("rest.tls-key", anyText(), "", "PEM file with its private key, not encrypted.");
  static final Key<Integer> REST_BODY_LIMIT =
      key(
          "rest.body-limit",
          integer(1_024, 1 << 28),
          "4194304",
          "Most bytes of a request's body; more is 413.");
  static final Key<Integer> REST_HEADER_LIMIT =
      key(
          "rest.header-limit",
          integer(1_024, 1 << 20),
          "16384",
          "Most bytes of a request's headers; more is 431.");
  static final Key<Integer> REST_HEADER_LINES =
      key(
          "rest.header-lines",
          integer(16, 10_000),
          "100",
          "Most header lines of a request; more is 431.");
  static final Key<Duration> REST_BODY_TIMEOUT =
      key(
          "rest.body-timeout",
          duration(SECOND, HOUR),
          "30s",
          "Time for a body to arrive; longer is 408.");
  static final Key<Duration> REST_IDLE_TIMEOUT =
      key(
          "rest.idle-timeout",
          duration(SECOND, HOUR),
          "60s",
          "A connection without a complete request head is closed after this.");
  static final Key<Duration> REST_ANSWER_TIMEOUT =
      key(
          "rest.answer-timeout",
          duration(SECOND, HOUR),
          "5m",
          "A connection whose client takes its answer slower than this is closed.");
  static final Key<Integer> REST_CONNECTIONS =
      key(
          "rest.connections",
          integer(1, 100_000),
          "1024",
          "Most connections at once; a few more get 503, the others are closed.");
  static final Key<Integer> REST_CONNECTIONS_PER_ADDRESS =
      key(
          "rest.connections-per-address",
          integer(1, 100_000),
          "256",
          "Most connections from one address, a proxy's too; a few more get 503, the others are"
              + " closed.");
  static final Key<Integer> REST_REQUESTS =
      key(
          "rest.requests",
          integer(1, 100_000),
          "128",
          "Most requests at once, waiting ones included; more get 503.");
  static final Key<Integer> REST_WORKERS =
      key("rest.workers", integer(1, 10_000), "64", "Most requests that are worked on at once.");
  static final Key<Duration> REST_WORKER_WAIT =
      key(
          "rest.worker-wait",
          duration(Duration.ZERO, MINUTE),
          "5s",
          "A request waits this long for a worker, then gets 503.");
  static final Key<Boolean> REST_PUBLIC_METRICS =
      key("rest.public-metrics", bool(), "true", "Whether /metrics may be read without a token.");

  // The database.
  static final Key<String> DATABASE_URL =
      key(
          "database.url",
          matching(
              "embedded, or jdbc:postgresql://host:port/name without a password",
              "embedded|jdbc:postgresql:(?!(?i).*password\\s*=|[^?]*@)\\P{Cntrl}+"),
          "embedded",
          "PostgreSQL 15 or newer; embedded runs one in data.dir, for development and demo.");
  static final Key<Integer> DATABASE_EMBEDDED_PORT =
      key(
          "database.embedded-port",
          port(),
          "0",
          "Port of the embedded server at 127.0.0.1; 0 takes any free one.");
  static final Key<String> DATABASE_USER =
      key("database.user", anyText(), "murmuration", "User of an external database.");
  static final Key<String> DATABASE_PASSWORD =
      secret("database.password", anyText(), "", "Its password; better in a file.");
  static final Key<String> DATABASE_PASSWORD_FILE =
      key(
          "database.password-file",
          anyText(),
          "",
          "File with the password, first line; instead of database.password.");
  static final Key<Integer> DATABASE_POOL =
      key("database.pool", integer(2, 1_000), "16", "Most connections of this node.");
  static final Key<Duration> DATABASE_STATEMENT_TIMEOUT =
      key(
          "database.statement-timeout",
          duration(SECOND, HOUR),
          "30s",
          "The server cancels a statement after this.");

  // The agents.
  static final Key<String> AGENTS_HOST =
      key("agents.host", HOST, "0.0.0.0", "Address that agents' streams and enrolment listen on.");
  static final Key<Integer> AGENTS_PORT =
      key(
          "agents.port",
          port(),
          "8121",
          "Port of the agents' streams (mTLS); 0 takes any free one.");
  static final Key<List<String>> AGENTS_ADVERTISED =
      key(
          "agents.advertised",
          listOf(hostAndPort()),
          "",
          "Addresses that agents are told to dial, of all nodes; empty means this node alone, at"
              + " agents.host, or at node.name if that is a wildcard.");
  static final Key<List<String>> AGENTS_SERVER_NAMES =
      key(
          "agents.server-names",
          listOf(HOST),
          "",
          "DNS names in the hub's server certificate, besides hub.murmuration.");
  static final Key<Integer> AGENTS_HANDSHAKES_PER_SECOND =
      key(
          "agents.handshakes-per-second",
          integer(1, 100_000),
          "500",
          "Streams admitted per second; the others are told when to come back.");
  static final Key<Integer> AGENTS_MOST =
      key("agents.most", integer(1, 100_000), "12000", "Most streams that this node holds.");
  static final Key<Duration> AGENTS_HELLO_TIMEOUT =
      key(
          "agents.hello-timeout",
          duration(SECOND, MINUTE),
          "10s",
          "A stream must say Hello within this.");
  static final Key<Duration> AGENTS_DRAIN =
      key(
          "agents.drain",
          duration(Duration.ZERO, HOUR),
          "5s",
          "At a stop, agents are told to come back spread over this time.");
  static final Key<Duration> AGENTS_CERTIFICATE_LIFE =
      key(
          "agents.certificate-life",
          duration(Duration.ofMinutes(5), DAY.multipliedBy(3 * 365)),
          "90d",
          "Life of an agent's certificate; renewed in time by the agent.");
  static final Key<Integer> ENROLMENT_PORT =
      key(
          "enrolment.port",
          port(),
          "8122",
          "Port of enrolment and renewal (TLS); 0 takes any free one.");
  static final Key<Integer> ENROLMENT_FAILURES_PER_MINUTE =
      key(
          "enrolment.failures-per-minute",
          integer(1, 10_000),
          "20",
          "Wrong tokens per address and minute before it must wait.");

  // The system controller that the subclouds belong to.
  static final Key<String> SYSTEM_RELEASE =
      key(
          "system.release",
          matching("a release, as in 25.09", "\\d{2}\\.\\d{2}"),
          "25.09",
          "Release of the system controller; new subclouds get it unless they say otherwise.");
  static final Key<List<String>> SYSTEM_SUPPORTED_RELEASES =
      key(
          "system.supported-releases",
          listOf(matching("a release, as in 24.09", "\\d{2}\\.\\d{2}")),
          "",
          "Other releases that subclouds may run.");
  static final Key<String> SYSTEM_REGION =
      key(
          "system.region-name",
          matching("1 to 255 letters, digits, . _ -", "[\\w.-]{1,255}"),
          "RegionOne",
          "Region of the system controller; no subcloud may be called so.");
  static final Key<List<String>> SYSTEM_MANAGEMENT_POOLS =
      key(
          "system.management-pools",
          listOf(
              new ValueType<>(
                  "network=first-last, as in 192.168.204.0/24=192.168.204.2-192.168.204.50",
                  text -> SystemController.Pool.parse(text).map(_ -> text))),
          "",
          "Management networks of the system controller, each with the range that it gives to its"
              + " own hosts. Empty: the way back of a subcloud is not compared with them.");

  static final Key<Integer> DEPLOY_FILES_MOST_BYTES =
      key(
          "deploy-files.most-bytes",
          integer(1_024, 1 << 28),
          "16777216",
          "Most bytes of a deploy file, unpacked; an upload may have that many beyond rest.body-limit.");
  static final Key<Integer> DEPLOY_FILES_MOST_ENTRIES =
      key(
          "deploy-files.most-entries",
          integer(1, 6_000),
          "1000",
          "Most entries of a playbook archive, directories included.");

  // Keeping subclouds at their wanted state.
  static final Key<Integer> SYNC_LANES =
      key(
          "sync.lanes",
          integer(0, 64),
          "0",
          "Threads that drive sessions; each session belongs to one. 0: one per core.");
  static final Key<Integer> SYNC_PERMITS =
      key(
          "sync.permits",
          integer(1, 100_000),
          "1000",
          "Pushes of a lane that may wait for their answer at once.");
  static final Key<Duration> SYNC_PERMIT_HOLD =
      key(
          "sync.permit-hold",
          duration(MILLISECOND, HOUR),
          "2s",
          "An unanswered push hands its permit back after this.");
  static final Key<Duration> SYNC_PUSH_TIMEOUT =
      key(
          "sync.push-timeout",
          duration(SECOND, HOUR),
          "60s",
          "An unanswered push counts as failed after this.");
  static final Key<Duration> SYNC_HEARTBEAT_PERIOD =
      key(
          "sync.heartbeat-period",
          duration(SECOND, MINUTE),
          "10s",
          "How often agents say that they live.");
  static final Key<Duration> SYNC_AUDIT_PERIOD =
      key(
          "sync.audit-period",
          duration(Duration.ofSeconds(5), DAY),
          "5m",
          "How often agents compare the site with what it should be.");
  static final Key<Duration> SYNC_CUT_AFTER =
      key("sync.cut-after", duration(SECOND, HOUR), "18s", "A stream is cut after this silence.");
  static final Key<Duration> SYNC_HUB_SILENCE =
      key(
          "sync.hub-silence",
          duration(SECOND, Duration.ofSeconds(18)),
          "18s",
          "An agent leaves a hub that does not acknowledge for this long.");
  static final Key<Duration> SYNC_OFFLINE_AFTER =
      key(
          "sync.offline-after",
          duration(SECOND, HOUR),
          "30s",
          "A subcloud is offline after this silence.");
  static final Key<Duration> SYNC_STATUS_LINGER =
      key(
          "sync.status-linger",
          duration(MILLISECOND, SECOND.multipliedBy(5)),
          "20ms",
          "Status changes gather this long for one statement.");
  static final Key<Integer> SYNC_STATUS_BATCH =
      key(
          "sync.status-batch",
          integer(1, 2_000),
          "1000",
          "So many waiting status rows are written at once.");

  static final Key<Duration> OPERATIONS_KEEP =
      key(
          "operations.keep",
          duration(DAY, DAY.multipliedBy(3_650)),
          "90d",
          "Operations that ended are shown for so long, then removed. Those of unknown outcome stay until somebody settles them.");

  private CentralKeys() {}

  static List<Key<?>> all() {
    return Stream.of(
            ALL,
            ClusterKeys.all(),
            IdentityKeys.all(),
            IdentitySourceKeys.all(),
            PlatformKeys.all(),
            AuditKeys.all(),
            ProxyKeys.all(),
            ReleaseKeys.all(),
            NodeKeys.all())
        .<Key<?>>flatMap(List::stream)
        .toList();
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    return add(new Key<>(name, type, byDefault, doc, false));
  }

  private static <T> Key<T> secret(String name, ValueType<T> type, String byDefault, String doc) {
    return add(new Key<>(name, type, byDefault, doc, true));
  }

  private static <T> Key<T> add(Key<T> key) {
    ALL.add(key);
    return key;
  }
}
