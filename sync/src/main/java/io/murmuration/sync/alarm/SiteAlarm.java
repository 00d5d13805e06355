package io.murmuration.sync.alarm;

/**
 * An alarm that is active at a site. The id and the entity make it the one it is.
 *
 * @param alarmId such as {@code 260.002}
 * @param entity the fault manager's {@code entity_instance_id}
 * @param reason in the fault manager's words
 */
public record SiteAlarm(String alarmId, String entity, Severity severity, String reason) {}
