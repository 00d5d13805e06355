package io.murmuration.sync.alarm;

import java.util.List;
import java.util.Optional;

/**
 * What a site's fault manager holds, and the facts about the site that are shown beside it.
 *
 * @param active the worst first; at most as many as a report may carry
 * @param unlisted active ones beyond those
 * @param configuration of the site's deployment manager
 * @param oamAddress the OAM floating address; empty: not found out
 * @param softwareVersion the major release that the site runs, {@code YY.MM}; empty: not found out
 * @param unreadable why the fault manager could not be asked; "": it could
 */
public record SiteState(
    AlarmCounts counts,
    List<SiteAlarm> active,
    int unlisted,
    Configuration configuration,
    Optional<String> oamAddress,
    Optional<String> softwareVersion,
    String unreadable) {
  private static final String OUT_OF_DATE = "260.002";
  private static final String DEPLOYMENT_MANAGER = "host.starlingx.windriver.com";

  public SiteState {
    active = List.copyOf(active);
  }

  /** The fault manager could not be asked: nobody knows its alarms. */
  public static SiteState unreadable(String why) {
    return new SiteState(
        AlarmCounts.NOT_COUNTED,
        List.of(),
        0,
        Configuration.UNKNOWN,
        Optional.empty(),
        Optional.empty(),
        why);
  }

  /**
   * Whether the hosts are as the deployment manager wants them; alarm 260.002 says they are not.
   */
  public enum Configuration {
    UNKNOWN,
    UP_TO_DATE,
    OUT_OF_DATE
  }

  /** Alarms 260.002 about hosts say that the deployment's configuration is out of date. */
  public static Configuration configuration(List<SiteAlarm> all) {
    return all.stream()
            .anyMatch(alarm ->
                alarm.alarmId().equals(OUT_OF_DATE) && alarm.entity().contains(DEPLOYMENT_MANAGER))
        ? Configuration.OUT_OF_DATE
        : Configuration.UP_TO_DATE;
  }
}
