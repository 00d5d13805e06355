/** What the core needs from the outside, as small interfaces that the core owns. */
@NullMarked
package io.murmuration.sync.port;

import org.jspecify.annotations.NullMarked;
