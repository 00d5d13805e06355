/**
 * Leases in PostgreSQL. A node's lease is its sign of life. A duty's lease says which node does a
 * work for all, and its epoch fences what a former holder still writes; the first duty: sessions
 * whose node died.
 */
@NullMarked
package io.murmuration.central.cluster.lease;

import org.jspecify.annotations.NullMarked;
