/** The gateway against a real database and real agents' connections over loopback. */
@NullMarked
package io.murmuration.central.gateway;

import org.jspecify.annotations.NullMarked;
