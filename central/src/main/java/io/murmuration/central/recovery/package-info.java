/**
 * A hub whose database was restored from a backup, or replaced: found out, held, recovered.
 *
 * <p>Read {@link io.murmuration.central.recovery.RecoveryRules} for what makes a node suspicious,
 * {@link io.murmuration.central.recovery.HubGuard} for who looks and when, {@link
 * io.murmuration.central.recovery.RecoveryService} for the way back. What sites hold of the lost
 * time is in {@code conflict}.
 */
@NullMarked
package io.murmuration.central.recovery;

import org.jspecify.annotations.NullMarked;
