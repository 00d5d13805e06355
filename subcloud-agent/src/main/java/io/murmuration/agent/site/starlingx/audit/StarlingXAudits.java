package io.murmuration.agent.site.starlingx.audit;

import io.murmuration.agent.site.AlarmReading;
import io.murmuration.agent.site.EndpointAudits;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.endpoint.FirmwareRule;
import io.murmuration.sync.endpoint.KubeRootcaRule;
import io.murmuration.sync.endpoint.KubernetesRule;
import io.murmuration.sync.endpoint.SoftwareRule;
import io.murmuration.sync.model.Kind;
import java.util.ArrayList;

/**
 * Audits by way of sysinv, USM and FM. A question whose answer cannot change the verdict is not
 * asked; a service that does not answer makes the one verdict unknown. Thread-safe.
 */
public final class StarlingXAudits implements EndpointAudits {
  private final Sysinv sysinv;
  private final SiteServices services;

  /** Both stay the caller's to close. */
  public StarlingXAudits(Sysinv sysinv, SiteServices services) {
    this.sysinv = sysinv;
    this.services = services;
  }

  @Override
  public AuditVerdict audit(Kind endpoint, AuditReference reference) {
    try {
      return switch (endpoint) {
        case SOFTWARE -> software(reference);
        case KUBERNETES -> kubernetes(reference);
        case FIRMWARE -> firmware(reference);
        case KUBE_ROOTCA -> kubeRootca();
        case PLATFORM, IDENTITY, DC_CERT ->
            throw new IllegalArgumentException(endpoint + " (expected: an audited endpoint)");
      };
    } catch (UnreadException e) {
      return AuditVerdict.unknown("the site could not be read: " + e.why());
    }
  }

  private AuditVerdict software(AuditReference reference) throws UnreadException {
    var early = SoftwareRule.withoutAsking(reference);
    return early.isPresent()
        ? early.get()
        : SoftwareRule.verdict(reference, SoftwareReading.deployed(services));
  }

  private AuditVerdict kubernetes(AuditReference reference) throws UnreadException {
    var early = KubernetesRule.withoutAsking(reference);
    return early.isPresent()
        ? early.get()
        : KubernetesRule.verdict(reference, KubernetesReading.site(sysinv));
  }

  private AuditVerdict firmware(AuditReference reference) throws UnreadException {
    var early = FirmwareRule.withoutAsking(reference);
    return early.isPresent()
        ? early.get()
        : FirmwareRule.verdict(reference, FirmwareReading.site(sysinv));
  }

  private AuditVerdict kubeRootca() throws UnreadException {
    var about = new ArrayList<SiteAlarm>();
    for (var id : KubeRootcaRule.IDS) {
      about.addAll(AlarmsReading.ofId(services, id));
    }
    return KubeRootcaRule.verdict(about);
  }

  @Override
  public AlarmReading alarms() {
    try {
      return new AlarmReading.Read(AlarmsReading.state(services, sysinv));
    } catch (UnreadException e) {
      return new AlarmReading.Failed(e.why());
    }
  }
}
