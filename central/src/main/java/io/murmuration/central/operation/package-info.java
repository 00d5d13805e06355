/**
 * Commands that a subcloud's agent runs at most once.
 *
 * <p>{@link io.murmuration.central.operation.Operations} orders them, in the transaction of whoever
 * wants them; {@code desk} brings them to the sessions of this node and stores what agents report;
 * {@code row} has the SQL of both. {@link io.murmuration.central.operation.OperationRoutes} shows
 * them. What may follow what is decided by {@code OperationMachine} of the core.
 */
@NullMarked
package io.murmuration.central.operation;

import org.jspecify.annotations.NullMarked;
