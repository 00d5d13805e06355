/** Frames: from what agents say to the core's values, and back, bounded in both directions. */
@NullMarked
package io.murmuration.central.gateway.wire;

import org.jspecify.annotations.NullMarked;
