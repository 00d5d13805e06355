/**
 * Which release is on its way to which site: an operation {@code release.load} for each, ordered in
 * bulk. {@code /v1.0/releases/{id}/deliveries}.
 */
@NullMarked
package io.murmuration.central.release.delivery;

import org.jspecify.annotations.NullMarked;
