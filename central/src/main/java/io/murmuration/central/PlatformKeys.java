package io.murmuration.central;

import static io.murmuration.central.config.ValueType.anyText;
import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.integer;
import static io.murmuration.central.config.ValueType.listOf;
import static io.murmuration.central.config.ValueType.matching;
import static io.murmuration.central.config.ValueType.oneOf;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import io.murmuration.central.config.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys about what the system controller's sysinv decides, and about the certificates of the
 * sites' admin endpoints; part of {@link CentralKeys#all}.
 */
final class PlatformKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final ValueType<String> SERVICE_OR_NOTHING =
      matching("an http or https URL without a path, or empty", "(https?://[^/\\s@?]+)?");

  static final Key<String> PLATFORM_SYSINV_URL =
      key(
          "platform-source.sysinv-url",
          SERVICE_OR_NOTHING,
          "",
          "sysinv of the system controller, as in http://192.0.2.1:6385: its CAs, password of sysadmin and fernet keys go to every site. Needs keystone.url. Empty: they do not.");
  static final Key<List<String>> PLATFORM_CA_FILES =
      key(
          "platform-source.ca-files",
          listOf(anyText()),
          "",
          "PEM files, or directories of them, that hold the contents of its CAs, which sysinv does not show.");
  static final Key<Duration> PLATFORM_POLL =
      key(
          "platform-source.poll",
          duration(SECOND, DAY),
          "60s",
          "How often one node asks the system controller's sysinv.");
  static final Key<Duration> PLATFORM_TIMEOUT =
      key(
          "platform-source.timeout",
          duration(SECOND, Duration.ofMinutes(5)),
          "20s",
          "One of its answers must have come within this.");
  static final Key<Duration> FERNET_PERIOD =
      key(
          "platform-source.fernet-rotation",
          duration(Duration.ZERO, DAY.multipliedBy(365)),
          "7d",
          "How often the fernet keys are rotated; the first time after this. 0s: never, somebody else does.");
  static final Key<List<String>> FERNET_COMMAND =
      key(
          "platform-source.fernet-command",
          listOf(anyText()),
          "/usr/bin/keystone-fernet-keys-rotate-active",
          "Program, and arguments, that rotates them once. Run by the node that asks sysinv.");

  static final Key<IssuerChoice> DC_CERT_ISSUER =
      key(
          "dc-cert.issuer",
          oneOf(IssuerChoice.class),
          "none",
          "Who issues the intermediate CA of each subcloud's admin endpoint: own, a root of the hub's; kubernetes, cert-manager at the system controller; none, they stay as they are.");
  static final Key<Duration> DC_CERT_POLL =
      key(
          "dc-cert.poll",
          duration(SECOND, DAY),
          "60s",
          "How often one node looks which certificates are due: a new subcloud gets its first one within it.");
  static final Key<Duration> DC_CERT_LIFE =
      key(
          "dc-cert.life",
          duration(DAY, DAY.multipliedBy(730)),
          "365d",
          "Life of an intermediate CA.");
  static final Key<Duration> DC_CERT_RENEW_BEFORE =
      key(
          "dc-cert.renew-before",
          duration(SECOND, DAY.multipliedBy(365)),
          "30d",
          "It is renewed at the latest this long before its end; at most half its life.");
  static final Key<Integer> DC_CERT_MOST_PER_DAY =
      key(
          "dc-cert.most-per-day",
          integer(0, 1_000_000),
          "0",
          "Most renewals of the fleet in a day, first ones and those that would expire apart. 0: four times the mean.");
  static final Key<Duration> DC_CERT_ABSENCE =
      key(
          "dc-cert.absence",
          duration(DAY, DAY.multipliedBy(730)),
          "90d",
          "A change of the root does not wait for sites that were away for longer than this.");

  static final Key<Duration> DC_CERT_ROOT_CHANGE =
      key(
          "dc-cert.root-change-within",
          duration(Duration.ZERO, DAY.multipliedBy(730)),
          "0s",
          "A change of the root is paced to take this long for sites that are there: each is issued two certificates in that time. 0s: at the pace of renewals, months.");
  static final Key<String> DC_CERT_ALSO_TRUSTED =
      key(
          "dc-cert.also-trusted",
          anyText(),
          "",
          "With own: PEM file of roots that sites trust besides the hub's, such as the one above the system controller's own endpoint. Read at start. Empty: none.");
  static final Key<String> KUBERNETES_URL =
      key(
          "dc-cert.kubernetes-url",
          matching("an https URL without a path", "https://[^/\\s@?]+"),
          "https://kubernetes.default.svc",
          "API server of the system controller's Kubernetes.");
  static final Key<String> KUBERNETES_CA_FILE =
      key(
          "dc-cert.kubernetes-ca-file",
          anyText(),
          "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
          "PEM certificates that it is verified with.");
  static final Key<String> KUBERNETES_TOKEN_FILE =
      key(
          "dc-cert.kubernetes-token-file",
          anyText(),
          "/var/run/secrets/kubernetes.io/serviceaccount/token",
          "Token of a service account that may get and delete secrets, and create certificates.cert-manager.io, in namespace dc-cert.");

  /** Who issues. */
  enum IssuerChoice {
    NONE,
    OWN,
    KUBERNETES
  }

  private PlatformKeys() {}

  static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  static void requireSense(Values v) {
    v.require(
        v.get(PLATFORM_SYSINV_URL).isEmpty() || !v.get(IdentityKeys.KEYSTONE_URL).isEmpty(),
        PLATFORM_SYSINV_URL,
        "empty, because keystone.url is",
        IdentityKeys.KEYSTONE_URL);
    v.require(
        v.get(PLATFORM_SYSINV_URL).isEmpty() || !v.get(PLATFORM_CA_FILES).isEmpty(),
        PLATFORM_CA_FILES,
        "set, because platform-source.sysinv-url is",
        PLATFORM_SYSINV_URL);
    v.require(
        v.get(DC_CERT_ISSUER) != IssuerChoice.OWN
            || v.get(DC_CERT_ALSO_TRUSTED).isEmpty()
            || Files.isReadable(Path.of(v.get(DC_CERT_ALSO_TRUSTED))),
        DC_CERT_ALSO_TRUSTED,
        "a readable file, or empty",
        DC_CERT_ISSUER);
    v.require(
        v.get(DC_CERT_ISSUER) != IssuerChoice.KUBERNETES
            || Files.isReadable(Path.of(v.get(KUBERNETES_CA_FILE))),
        KUBERNETES_CA_FILE,
        "a readable file, because dc-cert.issuer is kubernetes",
        DC_CERT_ISSUER);
    v.require(
        v.get(DC_CERT_RENEW_BEFORE).multipliedBy(2).compareTo(v.get(DC_CERT_LIFE)) <= 0,
        DC_CERT_RENEW_BEFORE,
        "at most half of dc-cert.life",
        DC_CERT_LIFE);
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}
