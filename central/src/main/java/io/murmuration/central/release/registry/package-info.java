/**
 * Which releases there are: received by form or taken over from USM's vault, examined, registered
 * as rows, deleted. {@code /v1.0/releases}.
 */
@NullMarked
package io.murmuration.central.release.registry;

import org.jspecify.annotations.NullMarked;
