/**
 * Whom the agent trusts at its site's {@code https} addresses, which may change while the agent
 * lives: {@code SiteTrust} is what the services are called with, {@code SiteTrustManager} decides,
 * {@code TrustFile} follows the operator's file and {@code Anchors} verifies by given roots.
 */
@NullMarked
package io.murmuration.agent.site.starlingx.trust;

import org.jspecify.annotations.NullMarked;
