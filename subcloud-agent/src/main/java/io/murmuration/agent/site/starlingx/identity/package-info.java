/**
 * Kind {@code identity} at a StarlingX site: users, groups, projects, roles, assignments and
 * revocations, kept in the tables of the site's Keystone over JDBC.
 *
 * <p>Read {@link io.murmuration.agent.site.starlingx.identity.IdentitySite}, then {@link
 * io.murmuration.agent.site.starlingx.identity.write.IdentityWriter}: one transaction for
 * everything that a push changes.
 */
@NullMarked
package io.murmuration.agent.site.starlingx.identity;

import org.jspecify.annotations.NullMarked;
