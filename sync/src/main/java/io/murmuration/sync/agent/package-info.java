/**
 * The agent's half: what a push does to a site and to the journal.
 *
 * <p>Read {@link io.murmuration.sync.agent.KindJournal} for what is durable, {@link
 * io.murmuration.sync.agent.ApplyMachine} for the decisions.
 */
@NullMarked
package io.murmuration.sync.agent;

import org.jspecify.annotations.NullMarked;
