/** The rules of admission and claims. */
@NullMarked
package io.murmuration.central.gateway.claim;

import org.jspecify.annotations.NullMarked;
