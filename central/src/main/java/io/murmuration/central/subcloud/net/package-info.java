/**
 * Addresses, networks and ranges of both IP families as values: what the rules about a subcloud's
 * networks compute with. Pure.
 */
@NullMarked
package io.murmuration.central.subcloud.net;

import org.jspecify.annotations.NullMarked;
