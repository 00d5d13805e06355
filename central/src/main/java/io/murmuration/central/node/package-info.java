/**
 * The central nodes as operators see them: which there are, which have agents, and which shall have
 * none because somebody works on them.
 *
 * <p>Read {@code NodeRoutes} → {@code NodeService} for the orders, and {@code NodeBoard} → {@code
 * Relocation} for what each node makes of them; {@code Balance} and {@code Placement} are the
 * rules.
 */
@NullMarked
package io.murmuration.central.node;

import org.jspecify.annotations.NullMarked;
