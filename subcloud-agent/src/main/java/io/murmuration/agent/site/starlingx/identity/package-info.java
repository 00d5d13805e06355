/**
 * Kind {@code identity} at a StarlingX site: users, groups, projects, roles, assignments and
 * revocations, kept in the tables of the site's Keystone.
 *
 * <p>Read {@link io.murmuration.agent.site.starlingx.identity.IdentitySite}, then one of the two
 * ways: over JDBC ({@link io.murmuration.agent.site.starlingx.identity.write.IdentityWriter}: one
 * transaction for everything that a push changes), or through dcdbsync ({@link
 * io.murmuration.agent.site.starlingx.identity.rest.RestTransport}: one request after the other).
 */
@NullMarked
package io.murmuration.agent.site.starlingx.identity;

import org.jspecify.annotations.NullMarked;
