package io.murmuration.central.alarm;

import java.util.UUID;

/**
 * Active alarms of a subcloud by severity; -1 where nobody counts them.
 *
 * @param subcloud its name
 * @param cloudStatus {@code disabled}, {@code OK}, {@code degraded} or {@code critical}
 */
record AlarmSummary(
    String subcloud,
    UUID uuid,
    int critical,
    int major,
    int minor,
    int warnings,
    String cloudStatus) {}
