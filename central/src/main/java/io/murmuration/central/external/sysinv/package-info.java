/**
 * The system controller's own sysinv (REST v1), as far as kind {@code platform} needs it. One
 * thread asks, once a minute or so: a limit of time and size is all the protection that is needed.
 */
@NullMarked
package io.murmuration.central.external.sysinv;

import org.jspecify.annotations.NullMarked;
