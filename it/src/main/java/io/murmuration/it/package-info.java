/**
 * Whole processes against each other: the demo and the benchmarks; the flows are tests beside it.
 */
@NullMarked
package io.murmuration.it;

import org.jspecify.annotations.NullMarked;
