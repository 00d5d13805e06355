/**
 * The agents' side of the hub: accepts their streams, claims them in the database, and drives the
 * core's lanes with what comes over them.
 *
 * <p>Read in this order: {@link io.murmuration.central.gateway.AgentListener} (the listener),
 * {@link io.murmuration.central.gateway.AgentSession} (one stream), {@link
 * io.murmuration.central.gateway.Reception} (Hello to Welcome), {@link
 * io.murmuration.central.gateway.claim.Claims} (the claim in the database), {@link
 * io.murmuration.central.gateway.Lane} (one event loop, one {@code HubLane}), {@link
 * io.murmuration.central.gateway.ChangeDispatch} (changes to lanes).
 *
 * <p>A lane is an event loop: the loop that reads a stream also runs its machine and writes its
 * frames, so an answer never waits for another thread. Everything from elsewhere is submitted.
 */
@NullMarked
package io.murmuration.central.gateway;

import org.jspecify.annotations.NullMarked;
