/**
 * Agents that run at the centre, one per site, against the sites' admin endpoints: for taking over
 * a fleet before any agent is installed. Each has a certificate, a journal, a stream and clients of
 * its own, so that a site that is frozen or revoked costs the others nothing.
 *
 * <p>Read {@link io.murmuration.agent.host.Host}, which keeps the agents that the directory of
 * sites names, then {@code HostedAgent}.
 */
@NullMarked
package io.murmuration.agent.host;

import org.jspecify.annotations.NullMarked;
