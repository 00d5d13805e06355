/**
 * Real processes and what one does with them: start, talk, stop, kill, freeze, measure. Shared by
 * the demo, the benchmarks and the flow tests.
 */
@NullMarked
package io.murmuration.it.run;

import org.jspecify.annotations.NullMarked;
