/**
 * The pure core of both halves of the agent protocol: old state + event → new state + effects.
 *
 * <p>Nothing here knows a clock, a thread, a socket, SQL or chance; time, jitter and the network
 * come in through {@link io.murmuration.sync.port}. The simulator in the test-jar runs exactly
 * these classes.
 *
 * <ul>
 *   <li>{@code model} ids, revisions, digests, kinds
 *   <li>{@code resource} items, scopes, overlays, what to push
 *   <li>{@code hub} the machine per subcloud and the lane that drives many of them
 *   <li>{@code agent} the machine that applies, reads back and answers
 *   <li>{@code operation} commands that must happen at most once
 *   <li>{@code endpoint} verdicts about what is audited and not pushed
 *   <li>{@code alarm} alarms of sites and about subclouds
 *   <li>{@code status} arithmetic of statuses
 *   <li>{@code port} what the core needs from the outside
 * </ul>
 */
@NullMarked
package io.murmuration.sync;

import org.jspecify.annotations.NullMarked;
