/** Many agents with simulated sites in one process, for demonstrations and scale tests. */
@NullMarked
package io.murmuration.agent.farm;

import org.jspecify.annotations.NullMarked;
