package io.murmuration.central.subcloud.status;

import io.murmuration.central.cluster.LiveEntry.Confirmation;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SyncStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's status as it is true now.
 *
 * @param since null if nobody remembers
 * @param confirmed the last look at the site; null if there was none
 */
record Explained(
    String type,
    SyncStatus status,
    @Nullable Instant since,
    String reason,
    Revision wanted,
    Revision held,
    @Nullable Confirmation confirmed) {}
