/**
 * Records what happens to a cluster: commands and their answers, sites' journals, rows of the
 * database, what nodes show.
 */
@NullMarked
package io.murmuration.it.fault.watch;

import org.jspecify.annotations.NullMarked;
