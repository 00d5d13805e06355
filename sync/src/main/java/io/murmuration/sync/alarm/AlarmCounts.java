package io.murmuration.sync.alarm;

import java.util.EnumMap;
import java.util.List;

/** How many alarms of each severity are active; -1 each where nobody counts them. */
public record AlarmCounts(int critical, int major, int minor, int warnings) {
  /** Of a subcloud that is offline or unmanaged, or was never asked. */
  public static final AlarmCounts NOT_COUNTED = new AlarmCounts(-1, -1, -1, -1);

  public static AlarmCounts of(List<SiteAlarm> active) {
    var by = new EnumMap<Severity, Integer>(Severity.class);
    active.forEach(alarm -> by.merge(alarm.severity(), 1, Integer::sum));
    return new AlarmCounts(
        by.getOrDefault(Severity.CRITICAL, 0),
        by.getOrDefault(Severity.MAJOR, 0),
        by.getOrDefault(Severity.MINOR, 0),
        by.getOrDefault(Severity.WARNING, 0));
  }

  /** All of them; 0 where nobody counts. */
  public int total() {
    return Math.max(0, critical) + Math.max(0, major) + Math.max(0, minor) + Math.max(0, warnings);
  }

  /** The contract's cloud_status. Warnings do not count. */
  public String cloudStatus() {
    if (critical < 0 || major < 0 || minor < 0 || warnings < 0) {
      return "disabled";
    }
    if (critical > 0) {
      return "critical";
    }
    return major > 0 || minor > 0 ? "degraded" : "OK";
  }
}
