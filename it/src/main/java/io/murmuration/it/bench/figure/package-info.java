/**
 * What benchmarks have found: figures and their order statistics, the limits that they must keep,
 * how they grow, and drawings of them.
 */
@NullMarked
package io.murmuration.it.bench.figure;

import org.jspecify.annotations.NullMarked;
