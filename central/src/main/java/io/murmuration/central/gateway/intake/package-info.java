/** Whether a node takes streams, which of those it has go elsewhere, and how fast. */
@NullMarked
package io.murmuration.central.gateway.intake;

import org.jspecify.annotations.NullMarked;
