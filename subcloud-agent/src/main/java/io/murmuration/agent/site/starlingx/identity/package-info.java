/**
 * Kind {@code identity} at a StarlingX site: users, groups, projects, roles, assignments and
 * revocations, kept in the tables of the site's Keystone over JDBC.
 *
 * <p>Read {@link io.murmuration.agent.site.starlingx.identity.IdentitySite}, then {@code
 * IdentityWriter} (one transaction for everything a push changes), then {@code Named} and {@code
 * IdChange} (what happens when the site knows somebody under another id than the centre), then one
 * {@code TypeWriter} per resource type.
 */
@NullMarked
package io.murmuration.agent.site.starlingx.identity;

import org.jspecify.annotations.NullMarked;
