package io.murmuration.sync.endpoint;

import io.murmuration.sync.alarm.SiteAlarm;
import java.util.List;

/**
 * Whether a site's Kubernetes root certificate needs somebody's hand: the site's fault manager says
 * so by an alarm that it expires soon or has expired. Nothing of the system controller is compared.
 */
public final class KubeRootcaRule {
  private static final String EXPIRING = "500.200";
  private static final String EXPIRED = "500.210";

  /** Ids of the alarms that the rule looks at. */
  public static final List<String> IDS = List.of(EXPIRED, EXPIRING);

  private static final String ENTITY = "system.certificate.kubernetes-root-ca";

  private KubeRootcaRule() {}

  private static boolean isAbout(SiteAlarm alarm) {
    return IDS.contains(alarm.alarmId()) && alarm.entity().contains(ENTITY);
  }

  /**
   * @param active all alarms of the site, or those of {@link #IDS}
   */
  public static AuditVerdict verdict(List<SiteAlarm> active) {
    return active.stream()
        .filter(KubeRootcaRule::isAbout)
        .findFirst()
        .map(alarm ->
            AuditVerdict.outOfSync(
                alarm.alarmId().equals(EXPIRED)
                    ? "the root certificate has expired (alarm " + EXPIRED + ")"
                    : "the root certificate expires soon (alarm " + EXPIRING + ")"))
        .orElse(AuditVerdict.inSync("no alarm about the root certificate"));
  }
}
