/**
 * What becomes of operations that have ended: {@code Retention} removes them after a time, under a
 * lease. {@code OpenOperations} are the numbers of those that have not.
 */
@NullMarked
package io.murmuration.central.operation.retention;

import org.jspecify.annotations.NullMarked;
