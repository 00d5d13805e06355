/**
 * What the central Keystone says shall be at every site, kind {@code identity} at fleet scope: read
 * by one node, through whatever transport implements {@link
 * io.murmuration.central.identity.IdentityOrigin}, and committed when it differs.
 */
@NullMarked
package io.murmuration.central.identity;

import org.jspecify.annotations.NullMarked;
