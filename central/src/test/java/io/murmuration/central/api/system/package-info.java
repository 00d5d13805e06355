/** Claims about what the hub says of itself. */
@NullMarked
package io.murmuration.central.api.system;

import org.jspecify.annotations.NullMarked;
