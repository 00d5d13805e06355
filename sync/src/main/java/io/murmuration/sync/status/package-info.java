/** Arithmetic of statuses: what an operator is told, derived from what is known. Pure. */
@NullMarked
package io.murmuration.sync.status;

import org.jspecify.annotations.NullMarked;
