/** Virtual time and chance: what everything simulated lives in. */
@NullMarked
package io.murmuration.sync.sim.world;

import org.jspecify.annotations.NullMarked;
