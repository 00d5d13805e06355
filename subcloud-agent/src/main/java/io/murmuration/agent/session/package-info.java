/**
 * The way to the hub: dial, claim, talk, notice silence, come back.
 *
 * <p>Read {@link io.murmuration.agent.session.HubClient}; it calls a {@link
 * io.murmuration.agent.session.Conversation}, which knows what is said.
 */
@NullMarked
package io.murmuration.agent.session;

import org.jspecify.annotations.NullMarked;
