package io.murmuration.central.desired;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a scope.
 *
 * @param who the caller; null if the audit trail has no entry (the trail was moved away)
 */
record Version(long revision, Instant at, @Nullable String who, @Nullable String what) {}
