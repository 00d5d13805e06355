/** What goes over the wire. */
@NullMarked
package io.murmuration.central.gateway.wire;

import org.jspecify.annotations.NullMarked;
