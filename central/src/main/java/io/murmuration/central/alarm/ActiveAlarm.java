package io.murmuration.central.alarm;

import java.time.Instant;

/**
 * An alarm that is active.
 *
 * @param origin {@code hub}: the hub's own about the subcloud; {@code site}: of the site's fault
 *     manager, as its agent told last
 * @param since raised, or first told, by the database's clock
 */
public record ActiveAlarm(
    String origin, String alarmId, String entity, String severity, String reason, Instant since) {}
