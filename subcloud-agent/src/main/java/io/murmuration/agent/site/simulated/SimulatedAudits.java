package io.murmuration.agent.site.simulated;

import io.murmuration.agent.site.AlarmReading;
import io.murmuration.agent.site.EndpointAudits;
import io.murmuration.sync.alarm.AlarmCounts;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.endpoint.FirmwareRule;
import io.murmuration.sync.endpoint.KubeRootcaRule;
import io.murmuration.sync.endpoint.KubernetesRule;
import io.murmuration.sync.endpoint.SoftwareRule;
import io.murmuration.sync.model.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a simulated site has besides its items: a release, a Kubernetes version, no device that
 * takes firmware, and the alarms that it is told to raise. The verdicts are those of a real site.
 * Thread-safe.
 */
public final class SimulatedAudits implements EndpointAudits {
  private final Map<Kind, String> failing = new EnumMap<>(Kind.class);
  private final List<SiteAlarm> alarms = new ArrayList<>();
  private String release = "25.09.0";
  private String kubernetes = "v1.32.2";

  @Override
  public synchronized AuditVerdict audit(Kind endpoint, AuditReference reference) {
    var why = failing.get(endpoint);
    if (why != null) {
      return AuditVerdict.unknown(why);
    }
    return switch (endpoint) {
      case SOFTWARE -> SoftwareRule.verdict(reference, List.of(release));
      case KUBERNETES ->
          KubernetesRule.verdict(
              reference,
              new KubernetesRule.Site(
                  List.of(new KubernetesRule.Version(kubernetes, true, true)), Optional.empty()));
      case FIRMWARE ->
          FirmwareRule.verdict(reference, new FirmwareRule.Site(List.of(), List.of(), Map.of()));
      case KUBE_ROOTCA -> KubeRootcaRule.verdict(alarms);
      case PLATFORM, IDENTITY, DC_CERT ->
          throw new IllegalArgumentException(endpoint + " (expected: an audited endpoint)");
    };
  }

  @Override
  public synchronized AlarmReading alarms() {
    return new AlarmReading.Read(
        new SiteState(
            AlarmCounts.of(alarms),
            alarms,
            0,
            SiteState.configuration(alarms),
            Optional.empty(),
            SoftwareRule.majorRelease(List.of(release)),
            ""));
  }

  /** The site runs another release from now on. */
  public synchronized void release(String version) {
    release = version;
  }

  /** The site runs another Kubernetes from now on. */
  public synchronized void kubernetes(String version) {
    kubernetes = version;
  }

  /** From now on this endpoint cannot be audited. */
  public synchronized void fail(Kind endpoint, String why) {
    failing.put(endpoint, why);
  }

  /** Replaces an alarm of the same id and entity. */
  public synchronized void raise(SiteAlarm alarm) {
    clear(alarm.alarmId(), alarm.entity());
    alarms.add(alarm);
    alarms.sort(Comparator.comparing(SiteAlarm::severity));
  }

  public synchronized void clear(String alarmId, String entity) {
    alarms.removeIf(alarm -> alarm.alarmId().equals(alarmId) && alarm.entity().equals(entity));
  }

  /** Everything can be audited again; versions and alarms stay. */
  synchronized void heal() {
    failing.clear();
  }
}
