/** Programs of the system controller that the hub has run. */
@NullMarked
package io.murmuration.central.external.command;

import org.jspecify.annotations.NullMarked;
