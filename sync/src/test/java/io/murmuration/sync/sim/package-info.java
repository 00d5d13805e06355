/**
 * A world in one thread: the real machines of both sides, a simulated database, network and fleet,
 * virtual time, and every fault drawn from one seed.
 *
 * <ul>
 *   <li>{@code world} virtual time and chance, {@code store} the durable database, {@code site}
 *       what is at a site
 *   <li>{@code SimHub} the central node: real lane, change reader, status writer, operations
 *   <li>{@code SimAgent}, {@code SimStream} an agent with its real machines, and its connection
 *   <li>{@code Load}, {@code Faults} what operators and fate do
 *   <li>{@code Invariants}, {@code Audit} what must hold, after each event, every ten seconds, and
 *       at the end
 *   <li>{@code Variant} where bugs may be slipped in; those of {@code bug} must all be caught
 *   <li>{@code Simulation} one run; {@code SimulationMain} from the command line
 * </ul>
 */
@NullMarked
package io.murmuration.sync.sim;

import org.jspecify.annotations.NullMarked;
