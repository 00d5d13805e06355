/**
 * The identities of a site's Keystone through dcdbsync, which stores rows as they are, and
 * Keystone's API for what dcdbsync has not: one request after the other, each of which may be the
 * last. What was written when a push breaks off is seen by the next reading, which writes the rest.
 *
 * <p>Read {@link io.murmuration.agent.site.starlingx.identity.rest.RestTransport}, then {@code
 * NamedWriter} and {@code IdClaims} (what happens when the site knows somebody under another id).
 * Requests and their effects: contract, synchronisation, dcdbsync and the Keystone tables.
 */
@NullMarked
package io.murmuration.agent.site.starlingx.identity.rest;

import org.jspecify.annotations.NullMarked;
