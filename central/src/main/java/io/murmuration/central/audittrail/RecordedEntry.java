package io.murmuration.central.audittrail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the trail as it was recorded.
 *
 * @param id grows with each entry; where the next page begins
 * @param revision the change that it made, if the fleet must hear of it
 * @param before digest of the state before; null if there was none
 * @param after digest of the state after; null if there is none
 */
record RecordedEntry(
    long id,
    Instant at,
    String requestId,
    String who,
    String project,
    String address,
    String what,
    String target,
    @Nullable Long revision,
    @Nullable String before,
    @Nullable String after) {}
