/** The durable database, with lock waits and commits that lie. */
@NullMarked
package io.murmuration.sync.sim.store;

import org.jspecify.annotations.NullMarked;
