/**
 * The hub's half of {@code Fetch}: content of the vault, in chunks, to the site that has an open
 * delivery of it, at the pace of the budgets. Runs on threads of its own; what it costs the lanes
 * is the encryption of a chunk at a time.
 */
@NullMarked
package io.murmuration.central.release.fetch;

import org.jspecify.annotations.NullMarked;
