package io.murmuration.central.alarm.record;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last occurrence of an alarm of the hub's own.
 *
 * @param uuid of this occurrence; the next one of the same alarm has another
 * @param place where the next page begins
 * @param cleared null while it is active
 */
record AlarmRecord(
    RecordPlace place,
    UUID uuid,
    String subcloud,
    String severity,
    String entity,
    String reason,
    Instant raised,
    @Nullable Instant cleared) {}
