package io.murmuration.central.status;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports that wait to be written: the newest per (subcloud, kind). Pure bookkeeping; its owner
 * brings the lock and the clock. Never larger than subclouds × kinds, and one more of each subcloud
 * for its availability and its alarms.
 */
final class StatusQueue {
  /** There is nothing to wait for. */
  static final long NEVER = Long.MAX_VALUE;

  /** Reports of a batch; each may bring many rows. */
  private static final int MOST_ALARMS = 200;

  private final StatusLinger linger;
  private final Map<StatusReport.Key, StatusReport> settled = new LinkedHashMap<>();
  private final Map<StatusReport.Key, Passing> passing = new LinkedHashMap<>();
  private final Map<SubcloudId, AvailabilityReport> availabilities = new LinkedHashMap<>();
  private final Map<SubcloudId, AlarmsReport> alarms = new LinkedHashMap<>();
  private long firstNanos;
  private long lastNanos;
  private long alarmsDueNanos;

  /**
   * @param dueNanos when it is written after all; not put off by further passing reports
   */
  private record Passing(StatusReport report, long dueNanos) {}

  StatusQueue(StatusLinger linger) {
    this.linger = linger;
  }

  /**
   * True if the writer must be woken: something waits that it does not know of, or a batch is full.
   */
  boolean put(StatusReport report, long nowNanos) {
    var key = report.key();
    var known = settled.get(key);
    var waiting = passing.get(key);
    if ((known != null && known.epoch().compareTo(report.epoch()) > 0)
        || (waiting != null && waiting.report.epoch().compareTo(report.epoch()) > 0)) {
      return false; // a late word of an older stream
    }
    if (report.status().isPassing()) {
      settled.remove(key);
      long due = waiting == null ? nowNanos + linger.passing().toNanos() : waiting.dueNanos;
      passing.put(key, new Passing(report, due));
      return passing.size() == 1 && waiting == null;
    }
    passing.remove(key);
    boolean first = nothingSettled();
    settled.put(key, report);
    return touched(first, nowNanos);
  }

  boolean put(AvailabilityReport report, long nowNanos) {
    var known = availabilities.get(report.id());
    if (known != null && known.epoch().compareTo(report.epoch()) > 0) {
      return false;
    }
    if (!report.availability().online()) {
      forgetKinds(report);
    }
    boolean first = nothingSettled();
    availabilities.put(report.id(), report);
    return touched(first, nowNanos);
  }

  /** Not urgent, and never more than one per subcloud: they linger with what passes. */
  boolean put(AlarmsReport report, long nowNanos) {
    var known = alarms.get(report.id());
    if (known != null && known.epoch().compareTo(report.epoch()) > 0) {
      return false;
    }
    if (alarms.isEmpty()) {
      alarmsDueNanos = nowNanos + linger.passing().toNanos();
    }
    alarms.put(report.id(), report);
    return alarms.size() == 1;
  }

  /** They speak of the time before, and one that left in a later batch would overwrite unknown. */
  private void forgetKinds(AvailabilityReport offline) {
    for (var kind : Kind.values()) {
      var key = new StatusReport.Key(offline.id(), kind);
      settled.computeIfPresent(key, (_, known) -> isOvertaken(known, offline) ? null : known);
      passing.computeIfPresent(
          key, (_, known) -> isOvertaken(known.report, offline) ? null : known);
    }
    alarms.computeIfPresent(
        offline.id(), (_, known) -> known.epoch().compareTo(offline.epoch()) <= 0 ? null : known);
  }

  private boolean isOvertaken(AlarmsReport report) {
    var site = availabilities.get(report.id());
    return site != null
        && !site.availability().online()
        && report.epoch().compareTo(site.epoch()) <= 0;
  }

  private static boolean isOvertaken(StatusReport report, AvailabilityReport offline) {
    return report.epoch().compareTo(offline.epoch()) <= 0;
  }

  private boolean isOvertaken(StatusReport report) {
    var site = availabilities.get(report.id());
    return site != null && !site.availability().online() && isOvertaken(report, site);
  }

  private boolean touched(boolean first, long nowNanos) {
    lastNanos = nowNanos;
    if (first) {
      firstNanos = nowNanos;
    }
    return first || settled.size() == linger.full();
  }

  private boolean nothingSettled() {
    return settled.isEmpty() && availabilities.isEmpty();
  }

  /** Nanoseconds until a batch is due: 0 or less for now, {@link #NEVER} if nothing waits. */
  long dueInNanos(long nowNanos) {
    long due = alarms.isEmpty() ? NEVER : alarmsDueNanos - nowNanos;
    if (!passing.isEmpty()) {
      due = Math.min(due, passing.values().iterator().next().dueNanos - nowNanos);
    }
    if (nothingSettled()) {
      return due;
    }
    if (settled.size() >= linger.full() || availabilities.size() >= linger.full()) {
      return 0;
    }
    long quiet = lastNanos + linger.quiet().toNanos() - nowNanos;
    long longest = firstNanos + linger.longest().toNanos() - nowNanos;
    return Math.min(due, Math.min(quiet, longest));
  }

  /** The oldest reports that are due. */
  StatusBatch take(long nowNanos) {
    return take(nowNanos, false);
  }

  /** The oldest reports, due or not. */
  StatusBatch takeAll(long nowNanos) {
    return take(nowNanos, true);
  }

  private StatusBatch take(long nowNanos, boolean notDueToo) {
    var kinds = new ArrayList<StatusReport>(Math.min(settled.size(), StatusLinger.MAX_ROWS));
    var reports = settled.values().iterator();
    while (kinds.size() < StatusLinger.MAX_ROWS && reports.hasNext()) {
      kinds.add(reports.next());
      reports.remove();
    }
    var later = passing.values().iterator();
    while (kinds.size() < StatusLinger.MAX_ROWS && later.hasNext()) {
      var next = later.next();
      if (!notDueToo && next.dueNanos - nowNanos > 0) {
        break;
      }
      kinds.add(next.report);
      later.remove();
    }
    var sites = new ArrayList<AvailabilityReport>();
    var words = availabilities.values().iterator();
    while (sites.size() < StatusLinger.MAX_ROWS && words.hasNext()) {
      sites.add(words.next());
      words.remove();
    }
    if (!nothingSettled()) {
      firstNanos = nowNanos;
    }
    return new StatusBatch(kinds, sites, takeAlarms(nowNanos, notDueToo));
  }

  private List<AlarmsReport> takeAlarms(long nowNanos, boolean notDueToo) {
    var taken = new ArrayList<AlarmsReport>();
    if (notDueToo || alarmsDueNanos - nowNanos <= 0) {
      var reports = alarms.values().iterator();
      while (taken.size() < MOST_ALARMS && reports.hasNext()) {
        taken.add(reports.next());
        reports.remove();
      }
    }
    return taken;
  }

  /** A batch that could not be written waits again, except where something newer came. */
  void putBack(StatusBatch batch, long nowNanos) {
    if (nothingSettled()) {
      firstNanos = nowNanos;
      lastNanos = nowNanos;
    }
    for (var report : batch.kinds()) {
      if (!passing.containsKey(report.key()) && !isOvertaken(report)) {
        settled.putIfAbsent(report.key(), report);
      }
    }
    for (var report : batch.availabilities()) {
      availabilities.putIfAbsent(report.id(), report);
    }
    if (alarms.isEmpty()) {
      alarmsDueNanos = nowNanos;
    }
    for (var report : batch.alarms()) {
      if (!isOvertaken(report)) {
        alarms.putIfAbsent(report.id(), report);
      }
    }
  }

  int size() {
    return settled.size() + passing.size() + availabilities.size() + alarms.size();
  }

  /** For tests. */
  List<StatusReport.Key> waiting() {
    var keys = new ArrayList<>(settled.keySet());
    keys.addAll(passing.keySet());
    return keys;
  }
}
