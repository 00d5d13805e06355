/**
 * The system controller's services under the addresses of region {@code SystemController}: what is
 * called there is passed on to the real service, and a change that concerns the fleet is noticed at
 * once instead of at the source's next look.
 */
@NullMarked
package io.murmuration.central.proxy;

import org.jspecify.annotations.NullMarked;
