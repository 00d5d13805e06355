/** What the gateway tells about itself: numbers, and one log line per change of state. */
@NullMarked
package io.murmuration.central.gateway.metrics;

import org.jspecify.annotations.NullMarked;
