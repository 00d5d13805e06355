package io.murmuration.central.subcloud.status;

import io.murmuration.central.alarm.ActiveAlarm;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds about the statuses of one subcloud, read at one moment.
 *
 * @param hold why nothing may be sent to it, or null
 * @param deployStatus the contract's text
 * @param errorDescription of the last deployment; never null
 * @param now the database's clock at the moment of reading
 * @param endpoints by type
 * @param alarms the active ones
 */
record SubcloudFacts(
    SubcloudId id,
    String name,
    boolean managed,
    @Nullable String hold,
    String deployStatus,
    String errorDescription,
    Agent agent,
    Instant now,
    List<Endpoint> endpoints,
    List<ActiveAlarm> alarms) {
  SubcloudFacts {
    endpoints = List.copyOf(endpoints);
    alarms = List.copyOf(alarms);
  }

  /**
   * The session and what it says about the site.
   *
   * @param availability {@code online} or {@code offline}
   * @param version of the agent's program; empty if none ever connected
   * @param connectedAt start of the last session; null if there was none
   * @param endedAt null while the session is open
   */
  record Agent(
      String availability,
      Instant since,
      String reason,
      String version,
      @Nullable Instant connectedAt,
      @Nullable Instant endedAt) {}

  /**
   * One endpoint type as its last writer left it.
   *
   * @param wanted what the writer compared the site with
   * @param held what the site had finished by then
   * @param confirmedAt when the database last heard that it is in sync; null if never
   * @param newestWanted what is wanted by now; 0 if nothing was ever declared
   * @param newestWantedAt when that was declared; null if it is not remembered
   */
  record Endpoint(
      String type,
      SyncStatus status,
      Instant since,
      String reason,
      Revision wanted,
      Revision held,
      @Nullable Instant confirmedAt,
      Revision newestWanted,
      @Nullable Instant newestWantedAt) {}
}
