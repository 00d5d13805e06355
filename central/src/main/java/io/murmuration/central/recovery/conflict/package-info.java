/**
 * What sites hold of a history that this hub does not know: found when they say Hello, kept as
 * rows, shown, and resolved by adopting what the site has or forcing what the hub wants.
 *
 * <p>Read {@link io.murmuration.central.recovery.conflict.Histories} for what a conflict is, {@link
 * io.murmuration.central.recovery.conflict.ConflictBoard} for how it becomes a row, {@link
 * io.murmuration.central.recovery.conflict.ResolutionService} and {@link
 * io.murmuration.central.recovery.conflict.Adopter} for how it ends.
 */
@NullMarked
package io.murmuration.central.recovery.conflict;

import org.jspecify.annotations.NullMarked;
