/** A site in memory for demonstrations and scale tests: it drifts, refuses and defers on demand. */
@NullMarked
package io.murmuration.agent.site.simulated;

import org.jspecify.annotations.NullMarked;
