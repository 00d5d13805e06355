package io.murmuration.central;

import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.listOf;
import static io.murmuration.central.config.ValueType.matching;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import io.murmuration.central.config.Values;
import io.murmuration.central.external.controller.ControllerSettings;
import io.murmuration.central.software.DeclaredReference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys about what endpoint audits compare with; part of {@link CentralKeys#all}. */
final class AuditKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();
  private static final ValueType<String> SERVICE_OR_NOTHING =
      matching("an http or https URL without a path, or empty", "(https?://[^/\\s@?]+)?");

  static final Key<String> AUDIT_USM_URL =
      key(
          "audit.usm-url",
          SERVICE_OR_NOTHING,
          "",
          "USM of the system controller, as in http://192.0.2.1:5497: sites' software is compared with its deployed releases. Needs keystone.url. Empty: not compared.");
  static final Key<String> AUDIT_SYSINV_URL =
      key(
          "audit.sysinv-url",
          SERVICE_OR_NOTHING,
          "",
          "sysinv of the system controller, as in http://192.0.2.1:6385: sites' Kubernetes and firmware are compared with it. Needs keystone.url. Empty: not compared.");
  static final Key<List<String>> AUDIT_SOFTWARE_RELEASES =
      key(
          "audit.software-releases",
          listOf(matching("a release, as in 26.03.1", "\\d{2}\\.\\d{2}(\\.\\d{1,6}){0,2}")),
          "",
          "Releases that sites' software is compared with, whatever a USM says.");
  static final Key<String> AUDIT_KUBERNETES_VERSION =
      key(
          "audit.kubernetes-version",
          matching("a version, as in v1.29.2, or empty", "(v\\d+(\\.\\d+){1,3})?"),
          "",
          "Version that sites' Kubernetes is compared with, whatever a sysinv says.");
  static final Key<Duration> AUDIT_POLL =
      key(
          "audit.poll",
          duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          "60s",
          "How often one node asks the system controller's services.");
  static final Key<Duration> AUDIT_TIMEOUT =
      key(
          "audit.timeout",
          duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
          "20s",
          "One of their answers must have come within this.");

  private AuditKeys() {}

  static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  static ControllerSettings settings(Values v) {
    return new ControllerSettings(
        uri(v.get(AUDIT_USM_URL)),
        uri(v.get(AUDIT_SYSINV_URL)),
        v.get(AUDIT_POLL),
        v.get(AUDIT_TIMEOUT));
  }

  static DeclaredReference declared(Values v) {
    return new DeclaredReference(
        Optional.of(v.get(AUDIT_SOFTWARE_RELEASES)).filter(releases -> !releases.isEmpty()),
        Optional.of(v.get(AUDIT_KUBERNETES_VERSION)).filter(version -> !version.isEmpty()));
  }

  /** The hub's own user is Keystone's. */
  static void requireSense(Values v) {
    for (var url : List.of(AUDIT_USM_URL, AUDIT_SYSINV_URL)) {
      v.require(
          v.get(url).isEmpty() || !v.get(IdentityKeys.KEYSTONE_URL).isEmpty(),
          url,
          "empty, because keystone.url is",
          IdentityKeys.KEYSTONE_URL);
    }
  }

  private static Optional<URI> uri(String given) {
    return Optional.of(given).filter(text -> !text.isEmpty()).map(URI::create);
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}
