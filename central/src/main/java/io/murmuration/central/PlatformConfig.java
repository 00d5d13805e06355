package io.murmuration.central;

import io.murmuration.central.config.Values;
import io.murmuration.central.dccert.RenewalRules;
import io.murmuration.central.external.kubernetes.KubernetesSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the system controller decides for every site.
 *
 * @param source empty: its sysinv is not asked
 * @param certificates of the admin endpoints; empty: they stay as they are
 */
record PlatformConfig(Optional<Source> source, Optional<Certificates> certificates) {

  /**
   * @param sysinv without path
   * @param rotation between two rotations of the fernet keys; zero: never
   */
  record Source(
      URI sysinv,
      List<Path> caFiles,
      Duration poll,
      Duration timeout,
      Duration rotation,
      List<String> rotationCommand) {}

  /**
   * @param poll between two looks at what is due
   * @param kubernetes whose cert-manager issues; empty: the hub's own roots do
   * @param alsoTrusted file of further roots
   */
  record Certificates(
      RenewalRules rules,
      Duration poll,
      Optional<KubernetesSettings> kubernetes,
      Optional<Path> alsoTrusted) {}

  static PlatformConfig from(Values v) {
    return new PlatformConfig(
        Optional.of(v.get(PlatformKeys.PLATFORM_SYSINV_URL))
            .filter(url -> !url.isEmpty())
            .map(url -> source(v, URI.create(url))),
        switch (v.get(PlatformKeys.DC_CERT_ISSUER)) {
          case NONE -> Optional.empty();
          case OWN ->
              Optional.of(
                  new Certificates(
                      rules(v),
                      v.get(PlatformKeys.DC_CERT_POLL),
                      Optional.empty(),
                      Optional.of(v.get(PlatformKeys.DC_CERT_ALSO_TRUSTED))
                          .filter(file -> !file.isEmpty())
                          .map(Path::of)));
          case KUBERNETES ->
              Optional.of(
                  new Certificates(
                      rules(v),
                      v.get(PlatformKeys.DC_CERT_POLL),
                      Optional.of(kubernetes(v)),
                      Optional.empty()));
        });
  }

  private static Source source(Values v, URI sysinv) {
    return new Source(
        sysinv,
        v.get(PlatformKeys.PLATFORM_CA_FILES).stream().map(Path::of).toList(),
        v.get(PlatformKeys.PLATFORM_POLL),
        v.get(PlatformKeys.PLATFORM_TIMEOUT),
        v.get(PlatformKeys.FERNET_PERIOD),
        v.get(PlatformKeys.FERNET_COMMAND));
  }

  private static KubernetesSettings kubernetes(Values v) {
    return new KubernetesSettings(
        URI.create(v.get(PlatformKeys.KUBERNETES_URL)),
        Path.of(v.get(PlatformKeys.KUBERNETES_CA_FILE)),
        Path.of(v.get(PlatformKeys.KUBERNETES_TOKEN_FILE)),
        v.get(PlatformKeys.PLATFORM_TIMEOUT));
  }

  private static RenewalRules rules(Values v) {
    return new RenewalRules(
        v.get(PlatformKeys.DC_CERT_LIFE),
        v.get(PlatformKeys.DC_CERT_RENEW_BEFORE),
        v.get(PlatformKeys.DC_CERT_MOST_PER_DAY),
        v.get(PlatformKeys.DC_CERT_ABSENCE),
        v.get(PlatformKeys.DC_CERT_ROOT_CHANGE));
  }
}
