package io.murmuration.central;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.murmuration.central.cluster.hazelcast.ClusterSettings.Discovery;
import io.murmuration.central.config.Key;
import io.murmuration.central.testing.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That {@code deploy/kubernetes} is what Kubernetes, and a node, understand. */
class KubernetesManifestsTest {
  private static final Path DIRECTORY = Path.of("../deploy/kubernetes");
  private static final List<Manifest> ALL = Manifest.in(DIRECTORY);
  private static final String PASSWORD_FILE = "/etc/murmuration/database/password";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Refuses what the type of the API does not have, and misses what it must have. */
  @FunctionalInterface
  private interface Type {
    void validate(JsonElement json) throws IOException;
  }

  private static final Map<String, Type> TYPES =
      Map.of(
          "v1 ConfigMap", V1ConfigMap::validateJsonElement,
          "v1 PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement,
          "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
          "apps/v1 StatefulSet", V1StatefulSet::validateJsonElement,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement);

  /** Of tools whose types are not at hand: what we use of them. */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "kustomize.config.k8s.io/v1beta1 Kustomization",
          Set.of("apiVersion", "kind", "namespace", "labels", "images", "resources"),
          "postgresql.cnpg.io/v1 Cluster",
          Set.of("apiVersion", "kind", "metadata", "spec"));

  @TempDir private Path directory;

  static Stream<Manifest> all() {
    return ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyManifestIsWhatTheApiHas(Manifest manifest) throws IOException {
    var name = manifest.text("apiVersion") + " " + manifest.kind();
    var fields = FIELDS.get(name);
    if (fields != null) {
      assertThat(fields).containsAll(manifest.keys());
      return;
    }
    var type = requireNonNull(TYPES.get(name), name);
    type.validate(JsonParser.parseString(JSON.writeValueAsString(manifest.content())));
    assertThat(manifest.name()).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  }

  @Test
  void theKustomizationHasEveryFileButTheDatabase() {
    var files =
        ALL.stream().map(manifest -> manifest.file().getFileName().toString()).distinct().toList();
    var named = one("Kustomization").list("resources").stream().map(Manifest::content).toList();
    assertThat(files)
        .containsAll(named.stream().map(String::valueOf).toList())
        .hasSize(named.size() + 2)
        .contains("kustomization.yaml", "postgresql.yaml");
  }

  @Test
  void aNodeAcceptsItsConfigurationAndVariables() throws IOException {
    var config = config();
    assertThat(config.node().name()).isEqualTo("murmuration-0");
    assertThat(config.cluster().discovery())
        .isEqualTo(new Discovery.Service(service("nodes").name()));
    assertThat(config.database()).isInstanceOf(DatabaseConfig.External.class);

    var variables = CentralKeys.all().stream().map(Key::variable).collect(Collectors.toSet());
    for (var variable : central().list("env")) {
      var name = variable.text("name");
      assertThat(variables.contains(name) || Set.of("MURMURATION_CONFIG", "JAVA_OPTS").contains(name))
          .as(name)
          .isTrue();
    }
    assertThat(pod("spec", "enableServiceLinks"))
        .as("variables of services would be unknown ones to a node")
        .isEqualTo("false");
  }

  @Test
  void portsAreThoseThatTheNodeListensAt() throws IOException {
    var config = config();
    var ports =
        central().list("ports").stream()
            .collect(Collectors.toMap(p -> p.text("name"), p -> p.text("containerPort")));
    assertThat(ports)
        .isEqualTo(
            Map.of(
                "rest", "" + config.rest().port(),
                "agents", "" + config.agents().port(),
                "enrolment", "" + config.enrolment().port(),
                "nodes", "" + config.cluster().port()));
    for (var service : of("Service")) {
      for (var port : service.list("spec", "ports")) {
        assertThat(ports).containsEntry(port.text("targetPort"), port.text("port"));
      }
    }
    for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      assertThat(central().text(probe, "httpGet", "port")).isEqualTo("rest");
    }
  }

  /** What nodes tell each other is neither encrypted nor authenticated. */
  @Test
  void nobodyButNodesReachesThePortOfTheNodes() {
    var labels = one("StatefulSet").at("spec", "template", "metadata", "labels");
    var policy = one("NetworkPolicy");
    assertThat(policy.at("spec", "podSelector", "matchLabels")).isEqualTo(labels);
    for (var rule : policy.list("spec", "ingress")) {
      var ports = rule.list("ports").stream().map(port -> port.text("port")).toList();
      if (rule.has("from")) {
        assertThat(rule.list("from"))
            .singleElement()
            .satisfies(
                from ->
                    assertThat(from.content())
                        .isEqualTo(Map.of("podSelector", Map.of("matchLabels", labels))));
        assertThat(ports).containsExactly("nodes");
      } else {
        assertThat(ports).containsExactlyInAnyOrder("rest", "agents", "enrolment");
      }
    }
    assertThat(policy.list("spec", "ingress")).hasSize(2);
  }

  @Test
  void selectorsFindTheNodesAndNodesFindEachOtherBeforeTheyAreReady() {
    var set = one("StatefulSet");
    var labels = set.at("spec", "template", "metadata", "labels");
    assertThat(set.at("spec", "selector", "matchLabels")).isEqualTo(labels);
    assertThat(one("PodDisruptionBudget").at("spec", "selector", "matchLabels")).isEqualTo(labels);
    of("Service").forEach(s -> assertThat(s.at("spec", "selector")).isEqualTo(labels));
    var nodes = service("nodes");
    assertThat(set.text("spec", "serviceName")).isEqualTo(nodes.name());
    assertThat(nodes.text("spec", "clusterIP")).isEqualTo("None");
    assertThat(nodes.text("spec", "publishNotReadyAddresses")).isEqualTo("true");
  }

  @Test
  void everyPathOfTheConfigurationIsMountedAndEveryMountIsAVolume() throws IOException {
    var config = config();
    var mounts =
        central().list("volumeMounts").stream()
            .collect(Collectors.toMap(m -> m.text("mountPath"), m -> m.text("name")));
    assertThat(mounts)
        .containsEntry(config.node().data().toString(), "data")
        .containsEntry(config.releases().directory().toString(), "releases")
        .containsEntry(parent(Path.of(PASSWORD_FILE)), "database")
        .containsEntry(parent(config.auth().tokenFile()), "keys")
        .containsEntry(
            parent(Path.of(variable("MURMURATION_CONFIG").text("value"))), "configuration")
        .containsKey("/tmp");
    var volumes =
        Stream.concat(
                podSpec().list("volumes").stream().map(v -> v.text("name")),
                one("StatefulSet").list("spec", "volumeClaimTemplates").stream()
                    .map(Manifest::name))
            .toList();
    assertThat(volumes).containsExactlyInAnyOrderElementsOf(Set.copyOf(mounts.values()));
    assertThat(pod("spec", "volumes", 3, "persistentVolumeClaim", "claimName"))
        .isEqualTo(one("PersistentVolumeClaim").name());
  }

  @Test
  void aNodeHasTimeToDrainAndIsNotRestartedBecauseTheDatabaseIsAway() throws IOException {
    var sleep = Long.parseLong(central().text("lifecycle", "preStop", "exec", "command", 1));
    var grace = Duration.ofSeconds(Long.parseLong(pod("spec", "terminationGracePeriodSeconds")));
    assertThat(grace)
        .isGreaterThanOrEqualTo(config().agents().drain().plusSeconds(sleep).plusSeconds(30));
    assertThat(central().text("readinessProbe", "httpGet", "path")).isEqualTo("/health");
    assertThat(central().text("livenessProbe", "httpGet", "path")).isEqualTo("/");
  }

  @Test
  void containersMayDoNothingThatTheyNeedNot() {
    assertThat(pod("spec", "securityContext", "runAsNonRoot")).isEqualTo("true");
    assertThat(pod("spec", "automountServiceAccountToken")).isEqualTo("false");
    for (var containers : List.of("initContainers", "containers")) {
      for (var container : podSpec().list(containers)) {
        assertThat(container.at("securityContext"))
            .isEqualTo(
                Map.of(
                    "allowPrivilegeEscalation", false,
                    "readOnlyRootFilesystem", true,
                    "capabilities", Map.of("drop", List.of("ALL"))));
        assertThat(container.text("resources", "limits", "memory")).isNotEmpty();
      }
    }
  }

  @Test
  void theOperatorsDatabaseIsTheOneOfTheSecret() {
    var database = one("Cluster");
    var secret = variable("MURMURATION_DATABASE_URL").text("valueFrom", "secretKeyRef", "name");
    assertThat(database.text("spec", "bootstrap", "initdb", "secret", "name")).isEqualTo(secret);
    assertThat(database.text("spec", "postgresql", "synchronous", "number")).isEqualTo("1");
  }

  /** As a node of the set would read it. */
  private CentralConfig config() throws IOException {
    var password = Files.writeString(directory.resolve("password"), "as in the secret\n");
    var environment = new HashMap<String, String>();
    for (var variable : central().list("env")) {
      var name = variable.text("name");
      if (name.startsWith("MURMURATION_") && !name.equals(CentralConfig.FILE_VARIABLE)) {
        environment.put(name, valueOf(variable));
      }
    }
    var yaml =
        one("ConfigMap").text("data", "central.yaml").replace(PASSWORD_FILE, password.toString());
    return switch (CentralConfig.parse(yaml, environment)) {
      case CentralConfig.Loaded.Valid(var config) -> config;
      case CentralConfig.Loaded.Invalid(var problems) -> fail("invalid: " + problems);
    };
  }

  private static String valueOf(Manifest variable) {
    if (variable.has("value")) {
      return variable.text("value");
    }
    var from = variable.at("valueFrom");
    if (from.equals(Map.of("fieldRef", Map.of("fieldPath", "metadata.name")))) {
      return "murmuration-0";
    }
    if (from.equals(Map.of("fieldRef", Map.of("fieldPath", "status.podIP")))) {
      return "10.42.0.7";
    }
    assertThat(variable.text("valueFrom", "secretKeyRef", "name"))
        .isEqualTo(pod("spec", "volumes", 2, "secret", "secretName"));
    return switch (variable.text("valueFrom", "secretKeyRef", "key")) {
      case "url" -> "jdbc:postgresql://murmuration-postgresql-rw:5432/murmuration";
      case "username" -> "murmuration";
      default -> fail("unknown: " + variable);
    };
  }

  private static String parent(Path file) {
    return requireNonNull(file.getParent()).toString();
  }

  private static Manifest variable(String name) {
    return central().list("env").stream()
        .filter(variable -> variable.text("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Manifest central() {
    return podSpec().list("containers").getFirst();
  }

  private static Manifest podSpec() {
    var set = one("StatefulSet");
    return new Manifest(set.file(), set.at("spec", "template", "spec"));
  }

  /** Of the template. */
  private static String pod(Object... path) {
    var set = one("StatefulSet");
    return new Manifest(set.file(), set.at("spec", "template")).text(path);
  }

  private static Manifest service(String port) {
    return of("Service").stream()
        .filter(service -> service.text("spec", "ports", 0, "name").equals(port))
        .findFirst()
        .orElseThrow();
  }

  private static Manifest one(String kind) {
    var found = of(kind);
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }

  private static List<Manifest> of(String kind) {
    return ALL.stream().filter(manifest -> manifest.kind().equals(kind)).toList();
  }
}
