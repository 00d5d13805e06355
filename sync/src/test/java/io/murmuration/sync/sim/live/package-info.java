/** What a node shows of the fleet between two looks into the database. */
@NullMarked
package io.murmuration.sync.sim.live;

import org.jspecify.annotations.NullMarked;
