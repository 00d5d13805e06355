package io.murmuration.agent.site.starlingx.audit;

import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.endpoint.KubernetesRule;

/** The Kubernetes versions of the site, and its upgrade if there is one. */
final class KubernetesReading {
  private static final String VERSIONS = "/v1/kube_versions";
  private static final String UPGRADE = "/v1/kube_upgrade";

  private KubernetesReading() {}

  static KubernetesRule.Site site(Sysinv sysinv) throws UnreadException {
    var upgrade =
        Answers.rows(sysinv.get(UPGRADE), "kube_upgrades").stream()
            .map(row -> "to %s, %s".formatted(row.text("to_version"), row.text("state")))
            .findFirst();
    var versions =
        Answers.rows(sysinv.get(VERSIONS), "kube_versions").stream()
            .map(row ->
                new KubernetesRule.Version(
                    row.text("version"), row.truth("target"), row.text("state").equals("active")))
            .toList();
    return new KubernetesRule.Site(versions, upgrade);
  }
}
