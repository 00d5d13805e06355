/**
 * Recorded exchanges of another server of the same contract, played against this hub: what differs,
 * and which of the differences are meant.
 */
@NullMarked
package io.murmuration.it.replay;

import org.jspecify.annotations.NullMarked;
