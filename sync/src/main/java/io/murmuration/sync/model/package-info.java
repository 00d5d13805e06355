/** The vocabulary: small values that every other package speaks. */
@NullMarked
package io.murmuration.sync.model;

import org.jspecify.annotations.NullMarked;
