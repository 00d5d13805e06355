package io.murmuration.agent.site;

import io.murmuration.sync.alarm.SiteState;

/** What came of asking a site for its alarms. */
public sealed interface AlarmReading {
  record Read(SiteState state) implements AlarmReading {}

  /**
   * @param why in words for an operator
   */
  record Failed(String why) implements AlarmReading {}
}
