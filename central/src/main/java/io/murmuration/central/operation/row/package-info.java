/** Rows of {@code operation}: what is read, decided upon by the core's machine, and written. */
@NullMarked
package io.murmuration.central.operation.row;

import org.jspecify.annotations.NullMarked;
