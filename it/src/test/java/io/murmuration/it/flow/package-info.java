/** Whole processes against each other: what an operator is promised, shown from outside. */
@NullMarked
package io.murmuration.it.flow;

import org.jspecify.annotations.NullMarked;
