package io.murmuration.agent.site.starlingx.audit;

import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.sync.alarm.AlarmCounts;
import io.murmuration.sync.alarm.Severity;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.endpoint.SoftwareRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the site's fault manager holds. */
final class AlarmsReading {
  /** More are only counted: a site with so many alarms has one problem. */
  private static final int MOST = 500;

  private static final String SUMMARY = "/v1/alarms/summary";
  private static final String ACTIVE = "/v1/alarms?limit=" + MOST;
  private static final String OUT_OF_DATE = "260.002";
  private static final String OAM = "/v1/iextoam";

  private AlarmsReading() {}

  /** Counts and list are one answer; what is shown beside them may be missing. */
  static SiteState state(SiteServices services, Sysinv sysinv) throws UnreadException {
    var counts = counts(Answers.body(services.fm(SUMMARY)));
    var active = alarms(services.fm(ACTIVE));
    return new SiteState(
        counts,
        active,
        Math.max(0, counts.total() - active.size()),
        configuration(services),
        oamAddress(sysinv),
        release(services),
        "");
  }

  /** Those of one id, suppressed ones included: the fault manager takes one id per question. */
  static List<SiteAlarm> ofId(SiteServices services, String alarmId) throws UnreadException {
    return alarms(
        services.fm(
            "/v1/alarms?q.field=alarm_id&q.op=eq&q.value=%s&include_suppress=true"
                .formatted(alarmId)));
  }

  private static AlarmCounts counts(Row summary) throws UnreadException {
    return new AlarmCounts(
        count(summary, "critical"),
        count(summary, "major"),
        count(summary, "minor"),
        count(summary, "warnings"));
  }

  private static int count(Row summary, String field) throws UnreadException {
    return (int)
        Math.clamp(
            summary
                .whole(field)
                .orElseThrow(() -> new UnreadException("FM: the summary has no " + field)),
            0L,
            (long) Integer.MAX_VALUE);
  }

  private static List<SiteAlarm> alarms(Answer answer) throws UnreadException {
    var alarms = new ArrayList<SiteAlarm>();
    for (var row : Answers.rows(answer, "alarms")) {
      Severity.fromWireName(row.text("severity"))
          .ifPresent(severity ->
              alarms.add(
                  new SiteAlarm(
                      row.text("alarm_id"),
                      row.text("entity_instance_id"),
                      severity,
                      row.text("reason_text"))));
    }
    // FM's own order may change with each question; equal lists are not told again
    alarms.sort(
        Comparator.comparing(SiteAlarm::severity)
            .thenComparing(SiteAlarm::alarmId)
            .thenComparing(SiteAlarm::entity));
    return alarms;
  }

  private static SiteState.Configuration configuration(SiteServices services) {
    try {
      return SiteState.configuration(ofId(services, OUT_OF_DATE));
    } catch (UnreadException _) {
      return SiteState.Configuration.UNKNOWN;
    }
  }

  private static Optional<String> release(SiteServices services) {
    try {
      return SoftwareRule.majorRelease(SoftwareReading.deployed(services));
    } catch (UnreadException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> oamAddress(Sysinv sysinv) {
    try {
      return Answers.rows(sysinv.get(OAM), "iextoams").stream()
          .map(row -> row.text("oam_floating_ip"))
          .filter(address -> !address.isEmpty())
          .findFirst();
    } catch (UnreadException _) {
      return Optional.empty();
    }
  }
}
