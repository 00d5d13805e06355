/**
 * Work that one node does for all: a lease in PostgreSQL says which, and its epoch fences what a
 * former holder still writes. The first duty: sessions whose node died.
 */
@NullMarked
package io.murmuration.central.cluster.duty;

import org.jspecify.annotations.NullMarked;
