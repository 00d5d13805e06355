/** The one thread that may touch an agent's state, and the sink for what must never happen. */
@NullMarked
package io.murmuration.agent.lane;

import org.jspecify.annotations.NullMarked;
