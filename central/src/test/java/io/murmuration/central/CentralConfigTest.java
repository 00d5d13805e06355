package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.murmuration.central.cluster.hazelcast.ClusterSettings;
import io.murmuration.central.config.ConfigProblem;
import io.murmuration.central.config.Key;
import io.murmuration.central.config.KeyTable;
import io.murmuration.sync.hub.LaneConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CentralConfigTest {
  @TempDir private Path directory;

  private static CentralConfig valid(String yaml, Map<String, String> environment) {
    return switch (CentralConfig.parse(yaml, environment)) {
      case CentralConfig.Loaded.Valid(var config) -> config;
      case CentralConfig.Loaded.Invalid(var problems) -> fail("invalid: " + problems);
    };
  }

  private static List<String> problems(String yaml, Map<String, String> environment) {
    return switch (CentralConfig.parse(yaml, environment)) {
      case CentralConfig.Loaded.Valid _ -> List.of();
      case CentralConfig.Loaded.Invalid(var problems) ->
          problems.stream().map(ConfigProblem::toString).toList();
    };
  }

  /** Every key with a value that is not its default. */
  private static final Map<String, String> OTHER =
      Map.ofEntries(
          Map.entry("node.name", "hub-a"),
          Map.entry("agents.address", "hub-a.example:8121"),
          Map.entry("agents.moves-per-second", "50"),
          Map.entry("agents.warm-up", "3s"),
          Map.entry("agents.even-after", "2m"),
          Map.entry("operations.keep", "14d"),
          Map.entry("dc-cert.root-change-within", "30d"),
          Map.entry("dc-cert.poll", "5m"),
          Map.entry("data.dir", "/var/lib/murmuration"),
          Map.entry("log.level", "debug"),
          Map.entry("log.format", "json"),
          Map.entry("rest.host", "::1"),
          Map.entry("rest.port", "9119"),
          Map.entry("rest.body-limit", "2048"),
          Map.entry("rest.header-limit", "4096"),
          Map.entry("rest.header-lines", "40"),
          Map.entry("rest.tls-certificate", "/etc/murmuration/rest.pem"),
          Map.entry("rest.tls-key", "/etc/murmuration/rest.key"),
          Map.entry("rest.answer-timeout", "90s"),
          Map.entry("rest.connections-per-address", "3"),
          Map.entry("rest.body-timeout", "3s"),
          Map.entry("rest.idle-timeout", "4m"),
          Map.entry("rest.connections", "5"),
          Map.entry("rest.requests", "50"),
          Map.entry("rest.workers", "7"),
          Map.entry("rest.worker-wait", "800ms"),
          Map.entry("rest.public-metrics", "false"),
          Map.entry("auth.token-file", "/etc/murmuration/tokens"),
          Map.entry("auth.uri", "https://keystone.example:5000/v3"),
          Map.entry("auth.recheck-after", "5s"),
          Map.entry("auth.unknown-for", "1s"),
          Map.entry("auth.remembered", "3"),
          Map.entry("audit.usm-url", "http://192.0.2.1:5497"),
          Map.entry("audit.sysinv-url", "http://192.0.2.1:6385"),
          Map.entry("audit.software-releases", "26.03.1, 26.03"),
          Map.entry("audit.kubernetes-version", "v1.29.2"),
          Map.entry("audit.poll", "30s"),
          Map.entry("audit.timeout", "5s"),
          Map.entry("release-vault.directory", "/opt/dc-vault/murmuration"),
          Map.entry("release-vault.most-bytes", "5GiB"),
          Map.entry("release-vault.keep-free", "100MiB"),
          Map.entry("release-vault.trusted-certificates", "/etc/murmuration/vendor.pem"),
          Map.entry("release-vault.usm-directory", "/opt/dc-vault/software"),
          Map.entry("release-vault.rate-per-site", "512KiB"),
          Map.entry("release-vault.rate-total", "0"),
          Map.entry("release-vault.fetches", "9"),
          Map.entry("release-vault.patience", "30s"),
          Map.entry("platform-source.sysinv-url", "http://192.0.2.1:6385"),
          Map.entry("platform-source.ca-files", "/etc/murmuration/ca.pem, /etc/murmuration/cas"),
          Map.entry("platform-source.poll", "30s"),
          Map.entry("platform-source.timeout", "5s"),
          Map.entry("platform-source.fernet-rotation", "1d"),
          Map.entry("platform-source.fernet-command", "/usr/local/bin/rotate, --once"),
          Map.entry("dc-cert.issuer", "own"),
          Map.entry("dc-cert.life", "200d"),
          Map.entry("dc-cert.renew-before", "20d"),
          Map.entry("dc-cert.most-per-day", "7"),
          Map.entry("dc-cert.absence", "10d"),
          Map.entry("dc-cert.also-trusted", "pom.xml"),
          Map.entry("dc-cert.kubernetes-url", "https://192.0.2.1:6443"),
          Map.entry("dc-cert.kubernetes-ca-file", "/etc/kubernetes/pki/ca.crt"),
          Map.entry("dc-cert.kubernetes-token-file", "/etc/murmuration/kubernetes-token"),
          Map.entry("identity-source.url", "jdbc:postgresql://192.0.2.1:5432/keystone"),
          Map.entry("identity-source.dcdbsync-url", ""),
          Map.entry("identity-source.dcdbsync-period", "2m"),
          Map.entry("identity-source.user", "reader"),
          Map.entry("identity-source.password-file", "pom.xml"),
          Map.entry("identity-source.period", "30s"),
          Map.entry("identity-source.timeout", "5s"),
          Map.entry("identity-source.revocations-kept", "2h"),
          Map.entry("proxy.host", "::1"),
          Map.entry("proxy.requests", "9"),
          Map.entry("proxy.connect-timeout", "2s"),
          Map.entry("proxy.idle-timeout", "1m"),
          Map.entry("proxy.sysinv.url", "http://192.0.2.1:6385"),
          Map.entry("proxy.sysinv.port", "26386"),
          Map.entry("proxy.identity.url", "http://192.0.2.1:5000"),
          Map.entry("proxy.identity.port", "25001"),
          Map.entry("proxy.usm.url", "http://192.0.2.1:5497"),
          Map.entry("proxy.usm.port", "25498"),
          Map.entry("identity.enabled", "true"),
          Map.entry("identity.host", "::1"),
          Map.entry("identity.port", "5001"),
          Map.entry("identity.users-file", "/etc/murmuration/users.yaml"),
          Map.entry("identity.token-life", "10m"),
          Map.entry("identity.url", "https://hub.example:5000"),
          Map.entry("identity.rest-url", "https://hub.example/v1.0"),
          Map.entry("identity.region", "Centre"),
          Map.entry("identity.logins", "1"),
          Map.entry("identity.failures-per-minute", "4"),
          Map.entry("identity.connections", "6"),
          Map.entry("identity.requests", "8"),
          Map.entry("keystone.url", "http://192.0.2.1:5000/v3"),
          Map.entry("keystone.user", "hub"),
          Map.entry("keystone.project", "admin"),
          Map.entry("keystone.domain", "Ours"),
          Map.entry("keystone.password-file", "pom.xml"),
          Map.entry("keystone.timeout", "2s"),
          Map.entry("keystone.calls", "4"),
          Map.entry("oidc.issuer", "https://dex.example/dex"),
          Map.entry("oidc.audience", "stx-oidc-client-app"),
          Map.entry("oidc.username-claim", "email"),
          Map.entry("oidc.groups-claim", "teams"),
          Map.entry("oidc.roles", "dc-admins=admin, dc-readers=reader"),
          Map.entry("oidc.skew", "1s"),
          Map.entry("database.url", "jdbc:postgresql://db.example/hub"),
          Map.entry("database.embedded-port", "5433"),
          Map.entry("database.user", "hub"),
          Map.entry("database.password", "hunter2"),
          Map.entry("database.password-file", ""),
          Map.entry("database.pool", "20"),
          Map.entry("database.statement-timeout", "PT9S"),
          Map.entry("agents.host", "127.0.0.1"),
          Map.entry("agents.port", "9121"),
          Map.entry("agents.advertised", "hub-a.example:8121, [::1]:8121"),
          Map.entry("agents.server-names", "hub-a.example"),
          Map.entry("agents.handshakes-per-second", "77"),
          Map.entry("agents.most", "99"),
          Map.entry("agents.hello-timeout", "3s"),
          Map.entry("agents.drain", "0s"),
          Map.entry("agents.certificate-life", "30d"),
          Map.entry("enrolment.port", "9122"),
          Map.entry("enrolment.failures-per-minute", "3"),
          Map.entry("cluster.name", "west"),
          Map.entry("cluster.host", "10.0.0.1"),
          Map.entry("cluster.port", "9123"),
          Map.entry("cluster.members", "10.0.0.1:9123,10.0.0.2:9123"),
          Map.entry("cluster.kubernetes-service", ""),
          Map.entry("cluster.allow-public-interface", "true"),
          Map.entry("sync.lanes", "2"),
          Map.entry("sync.permits", "10"),
          Map.entry("sync.permit-hold", "1s"),
          Map.entry("sync.push-timeout", "2s"),
          Map.entry("sync.heartbeat-period", "1s"),
          Map.entry("sync.audit-period", "1h"),
          Map.entry("sync.cut-after", "3s"),
          Map.entry("sync.hub-silence", "4s"),
          Map.entry("sync.offline-after", "5s"),
          Map.entry("sync.status-linger", "9ms"),
          Map.entry("sync.status-batch", "500"),
          Map.entry("system.release", "26.03"),
          Map.entry("system.supported-releases", "25.09,24.09"),
          Map.entry("system.region-name", "Centre"),
          Map.entry("deploy-files.most-bytes", "4096"),
          Map.entry("deploy-files.most-entries", "12"),
          Map.entry(
              "system.management-pools",
              "192.168.204.0/24=192.168.204.2-192.168.204.50,fd00::/64=fd00::1-fd00::9"));

  private static String yaml(Map<String, String> values) {
    return values.entrySet().stream()
        .map(e -> "%s: '%s'\n".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining());
  }

  @Test
  void withoutAnythingTheDefaultsCount() {
    var config = valid("", Map.of("PATH", "/bin"));
    assertThat(config.rest().port()).isEqualTo(8119);
    assertThat(config.agents().port()).isEqualTo(8121);
    assertThat(config.enrolment().port()).isEqualTo(8122);
    assertThat(config.cluster().bind()).isEqualTo("127.0.0.1");
    assertThat(config.database()).isInstanceOf(DatabaseConfig.Embedded.class);
    assertThat(config.sync().lane()).isEqualTo(LaneConfig.DEFAULT);
    assertThat(config.auth().tokenFile()).isEqualTo(config.node().data().resolve("tokens"));
    assertThat(config.changes()).isEmpty();
  }

  @Test
  void everyKeyCanBeSetInTheFileAndByAVariable() {
    assertThat(OTHER.keySet())
        .isEqualTo(CentralKeys.all().stream().map(Key::name).collect(Collectors.toSet()));
    var fromFile = valid(yaml(OTHER), Map.of());
    var variables =
        CentralKeys.all().stream()
            .collect(Collectors.toMap(Key::variable, key -> OTHER.get(key.name())));
    assertThat(valid("", variables)).isEqualTo(fromFile);
    assertThat(fromFile.agents().advertised()).containsExactly("hub-a.example:8121", "[::1]:8121");
    assertThat(fromFile.system().managementPools())
        .extracting(pool -> pool.allocated().toString())
        .containsExactly("192.168.204.2-192.168.204.50", "fd00::1-fd00::9");
    assertThat(fromFile.agents().certificateLife()).isEqualTo(Duration.ofDays(30));
    assertThat(fromFile.rest().limits().idleTimeout()).isEqualTo(Duration.ofMinutes(4));
    assertThat(fromFile.database().statementTimeout()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void secretsAreInNoText() {
    var config = valid(yaml(OTHER), Map.of());
    assertThat(config.toString() + config.changes()).doesNotContain("hunter2");
    assertThat(config.changes()).contains("database.password=***", "rest.port=9119");
  }

  @Test
  void aVariableWinsOverTheFileAndNestingIsTheSameAsDots() {
    assertThat(valid("rest:\n  port: 1\n", Map.of()).rest().port()).isEqualTo(1);
    var config = valid("rest.port: 1", Map.of("MURMURATION_REST_PORT", "2"));
    assertThat(config.rest().port()).isEqualTo(2);
    assertThat(valid("cluster:\n  members: [a:1, b:2]\n", Map.of()).cluster().discovery())
        .isEqualTo(new ClusterSettings.Discovery.Listed(List.of("a:1", "b:2")));
  }

  static Stream<Key<?>> boundedKeys() {
    return CentralKeys.all().stream()
        .filter(key -> key.type().expected().contains(" from "))
        .map(key -> (Key<?>) key);
  }

  @ParameterizedTest
  @MethodSource("boundedKeys")
  void whatLiesOutsideTheBoundsIsRefused(Key<?> key) {
    var beyond = key.type().expected().startsWith("a duration") ? "99999d" : "999999999";
    for (var wrong : List.of(beyond, "-1", "much", "")) {
      assertThat(problems("", Map.of(key.variable(), wrong)))
          .singleElement()
          .isEqualTo(
              "%s: %s: %s (expected: %s)"
                  .formatted(key.variable(), key.name(), wrong, key.type().expected()));
    }
  }

  @Test
  void allMistakesOfFileAndEnvironmentAreToldAtOnceWithTheirPlace() {
    var yaml = "rest:\n  port: 70000\n  prot: 1\nlog.level: loud\n";
    assertThat(problems(yaml, Map.of("MURMURATION_SYNC_LANES", "-1", "MURMURATION_TYPO", "1")))
        .hasSize(5)
        .anyMatch(p -> p.startsWith("line 2: rest.port: 70000 (expected: a whole number from 0"))
        .anyMatch(p -> p.startsWith("line 3: rest.prot: unknown key (expected: one of rest.host"))
        .anyMatch(p -> p.startsWith("line 4: log.level: loud (expected: one of error, warn"))
        .anyMatch(p -> p.startsWith("MURMURATION_SYNC_LANES: sync.lanes: -1 (expected: "))
        .anyMatch(p -> p.startsWith("MURMURATION_TYPO: MURMURATION_TYPO: unknown key"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sync.cut-after: 10s | sync.cut-after: 10s (expected: more than sync.heartbeat-period)",
        "sync.offline-after: 18s | sync.offline-after: 18s (expected: more than sync.cut-after)",
        "sync.hub-silence: 9s | sync.hub-silence: 9s (expected: more than sync.heartbeat-period)",
        "sync.permit-hold: 2m | sync.permit-hold: 2m (expected: at most sync.push-timeout)",
        "keystone.url: http://k:5000/v3 | keystone.password-file:  (expected: a readable file",
        "oidc.issuer: https://dex | oidc.audience:  (expected: a client id",
        "rest.workers: 200 | rest.workers: 200 (expected: at most rest.requests)",
        "rest.tls-key: k | rest.tls-key: k (expected: set exactly if rest.tls-certificate is set)",
        "agents.port: 8119 | agents.port: 8119 (expected: a port that no other key has)",
        "[1] | line 1: file: a list (expected: keys with values)",
        "'a: [' | line 1: file",
        "'a: 1\na: 2' | line 2: a: given twice (expected: each field once)",
        "'a.b: 1\na: {b: 2}' | line 2: a.b: given twice (expected: each key once)",
        "'a: &x {b: *x}' | line 1: a.b: an alias inside its own anchor",
        "'a: \u0007' | line 1: file: the character U+0007",
        "cluster.host: hub-a | line 1: cluster.host: hub-a (expected: an IP address",
        "cluster.host: 0.0.0.0 | line 1: cluster.host: 0.0.0.0 (expected: an IP address",
        "cluster.host: 8.8.8.8 | cluster.host: 8.8.8.8 (expected: a loopback or private IP address, unless",
        "'cluster: {members: [a:1], kubernetes-service: hub}' | cluster.kubernetes-service: hub (expected: empty,",
        "cluster.members: [10.0.0.1:0] | line 1: cluster.members: 10.0.0.1:0 (expected: a list",
        "agents.advertised: 'a:99999' | line 1: agents.advertised: a:99999 (expected: a list",
      })
  void valuesThatDoNotGoTogetherAreRefused(String yaml, String problem) {
    assertThat(problems(yaml, Map.of())).anyMatch(p -> p.startsWith(problem));
  }

  @Test
  void agentsAreToldToDialWhatIsConfiguredOrThisNodeAtThePortItGot() {
    assertThat(toDial("agents.advertised: 'a:1,b:2'")).containsExactly("a:1", "b:2");
    assertThat(toDial("")).containsExactly("hub-a:40001");
    assertThat(toDial("agents.host: '::'")).containsExactly("hub-a:40001");
    assertThat(toDial("agents.host: 192.0.2.1")).containsExactly("192.0.2.1:40001");
    assertThat(toDial("agents.host: '2001:db8::1'")).containsExactly("[2001:db8::1]:40001");
  }

  private static List<String> toDial(String yaml) {
    return valid("agents.port: 0\n" + yaml, Map.of()).agents().toDial("hub-a", 40_001);
  }

  @Test
  void deepFileIsToldAsAMistakeLikeAnyOther() {
    assertThat(problems("a: " + "[".repeat(10_000), Map.of()))
        .singleElement()
        .asString()
        .startsWith("line 1: file: ");
  }

  @Test
  void defaultThatStandsInForAWrongValueIsNotJudged() {
    assertThat(problems("sync.cut-after: soon\nsync.offline-after: 10s\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("line 1: sync.cut-after: soon");
    assertThat(problems("rest.port: much\nagents.port: 8119\n", Map.of()))
        .singleElement()
        .asString()
        .startsWith("line 1: rest.port: much");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://db/hub?user=x&password=hunter2",
    "jdbc:postgresql://db/hub?sslPassword=hunter2&user=x",
    "jdbc:postgresql://x:hunter2@db/hub",
    "postgresql://x:hunter2@db/hub",
  })
  void passwordInTheUrlIsRefusedAndNotShown(String url) {
    assertThat(problems("", Map.of("MURMURATION_DATABASE_URL", url)))
        .singleElement()
        .asString()
        .contains("database.url: ", "without a password")
        .doesNotContain("hunter2");
  }

  @Test
  void aSecretThatIsWrongIsNotShown() throws IOException {
    var file = Files.writeString(directory.resolve("password"), "s3cret\n");
    var both =
        Map.of(
            "MURMURATION_DATABASE_URL", "jdbc:postgresql://db/hub",
            "MURMURATION_DATABASE_PASSWORD", "s3cret",
            "MURMURATION_DATABASE_PASSWORD_FILE", file.toString());
    assertThat(problems("", both))
        .singleElement()
        .asString()
        .contains("not together with database.password")
        .doesNotContain("s3cret");
    var alone = new HashMap<>(both);
    alone.remove("MURMURATION_DATABASE_PASSWORD");
    assertThat(valid("", alone).database())
        .isInstanceOfSatisfying(
            DatabaseConfig.External.class,
            external -> assertThat(external.settings().password()).isEqualTo("s3cret"));
    alone.put("MURMURATION_DATABASE_PASSWORD_FILE", directory.resolve("none").toString());
    assertThat(problems("", alone)).singleElement().asString().contains("a readable file");
  }

  @Test
  void variablesAreUnambiguous() {
    var names = new HashSet<String>();
    CentralKeys.all().forEach(key -> assertThat(names.add(key.variable())).isTrue());
  }

  @Test
  void theDocumentationHasTheTableOfKeys() throws IOException {
    assertThat(Path.of("../docs/configuration.md"))
        .content()
        .as("run `central keys` and put its output into docs/configuration.md")
        .contains(KeyTable.markdown(CentralKeys.all()));
  }
}
