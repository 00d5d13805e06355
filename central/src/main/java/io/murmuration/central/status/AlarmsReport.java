package io.murmuration.central.status;

import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;

/**
 * What a session says about the alarms of its subcloud's site.
 *
 * @param generation of the subcloud as the session knows it; the row must carry the same one
 */
public record AlarmsReport(SubcloudId id, SessionEpoch epoch, long generation, SiteState state) {}
