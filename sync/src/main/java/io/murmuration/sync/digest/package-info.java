/** Digests that are not computed twice, whichever half of the protocol asks for them. */
@NullMarked
package io.murmuration.sync.digest;

import org.jspecify.annotations.NullMarked;
