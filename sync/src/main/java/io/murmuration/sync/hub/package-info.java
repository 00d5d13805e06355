/**
 * The hub's half: one small machine per (subcloud, kind) and the lane that drives many of them.
 *
 * <p>Read {@link io.murmuration.sync.hub.Phase} for the states, {@link
 * io.murmuration.sync.hub.KindMachine} for the decisions, {@link io.murmuration.sync.hub.HubLane}
 * for the bookkeeping around them.
 */
@NullMarked
package io.murmuration.sync.hub;

import org.jspecify.annotations.NullMarked;
