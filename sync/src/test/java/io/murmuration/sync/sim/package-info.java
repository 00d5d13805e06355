/**
 * A world in one thread: the real machines of both sides, a simulated database, network and fleet,
 * virtual time, and every fault drawn from one seed.
 *
 * <ul>
 *   <li>{@code World} virtual time and the trace hash
 *   <li>{@code SimStore} the durable database, with lock waits and commits that lie
 *   <li>{@code SimHub} the central node: real lane, change reader, status writer, operations
 *   <li>{@code SimAgent}, {@code SimSite}, {@code SimStream} a site, its agent, its connection
 *   <li>{@code Load}, {@code Faults} what operators and fate do
 *   <li>{@code Invariants} what must hold, after each event, every ten seconds, and at the end
 *   <li>{@code Variant}, {@code Planted} bugs planted to show that the invariants see them
 *   <li>{@code Simulation} one run; {@code SimulationMain} from the command line
 * </ul>
 */
@NullMarked
package io.murmuration.sync.sim;

import org.jspecify.annotations.NullMarked;
