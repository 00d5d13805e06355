/** Bugs planted to show that the invariants see them. */
@NullMarked
package io.murmuration.sync.sim.bug;

import org.jspecify.annotations.NullMarked;
